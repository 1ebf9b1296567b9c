/** Whole runs, beside those of the tools that people use today. */
@NullMarked
package orchestrate.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
