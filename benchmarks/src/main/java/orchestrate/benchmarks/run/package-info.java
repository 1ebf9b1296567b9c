/** Runs contestants in turn and collects what they measure. */
@NullMarked
package orchestrate.benchmarks.run;

import org.jspecify.annotations.NullMarked;
