/** What the coordinator can do by itself: real but for its workers, which answer at once. */
@NullMarked
package orchestrate.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
