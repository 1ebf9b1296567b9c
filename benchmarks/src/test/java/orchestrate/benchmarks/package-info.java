/** Tests. */
@NullMarked
package orchestrate.benchmarks;

import org.jspecify.annotations.NullMarked;
