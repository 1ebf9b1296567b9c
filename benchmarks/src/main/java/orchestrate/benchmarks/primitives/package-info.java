/** The primitives of shared-ipc beside those of C and Python: contestants and scenarios. */
@NullMarked
package orchestrate.benchmarks.primitives;

import org.jspecify.annotations.NullMarked;
