/** The journal: what it costs to write, to keep and to read. */
@NullMarked
package orchestrate.benchmarks.journal;

import org.jspecify.annotations.NullMarked;
