/** The library: a pool of processes beside those of Python, and beside threads. */
@NullMarked
package orchestrate.benchmarks.library;

import org.jspecify.annotations.NullMarked;
