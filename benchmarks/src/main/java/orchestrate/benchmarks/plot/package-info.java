/** Plots of what was measured, as SVG. */
@NullMarked
package orchestrate.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
