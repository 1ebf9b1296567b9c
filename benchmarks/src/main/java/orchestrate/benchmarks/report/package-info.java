/** What was measured, as figures, and for people and programs to read. */
@NullMarked
package orchestrate.benchmarks.report;

import org.jspecify.annotations.NullMarked;
