/** Tests. */
@NullMarked
package orchestrate.benchmarks.page;

import org.jspecify.annotations.NullMarked;
