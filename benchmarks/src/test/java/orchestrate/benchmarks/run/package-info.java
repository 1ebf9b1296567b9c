/** Tests. */
@NullMarked
package orchestrate.benchmarks.run;

import org.jspecify.annotations.NullMarked;
