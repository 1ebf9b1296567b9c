/** The engine: what it costs to run tasks. */
@NullMarked
package orchestrate.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
