/** What was measured, as figures. */
@NullMarked
package orchestrate.benchmarks.report;

import org.jspecify.annotations.NullMarked;
