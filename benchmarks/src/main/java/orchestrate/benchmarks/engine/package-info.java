/** The engine: what it costs to run tasks, beside the tools that people use today. */
@NullMarked
package orchestrate.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
