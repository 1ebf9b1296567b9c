/** The command {@code benchmarks/run}. */
@NullMarked
package orchestrate.benchmarks;

import org.jspecify.annotations.NullMarked;
