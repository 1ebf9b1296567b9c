/** Reads a job file: source text to tree, tree to records, every problem on the way collected. */
@NullMarked
package orchestrate.config.read;

import org.jspecify.annotations.NullMarked;
