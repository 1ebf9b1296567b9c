/** Tests. */
@NullMarked
package orchestrate.benchmarks.report;

import org.jspecify.annotations.NullMarked;
