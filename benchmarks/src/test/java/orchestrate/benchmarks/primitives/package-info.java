/** Tests. */
@NullMarked
package orchestrate.benchmarks.primitives;

import org.jspecify.annotations.NullMarked;
