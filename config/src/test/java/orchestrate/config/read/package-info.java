/** Tests of reading job files; the cases with problems are in the resources. */
@NullMarked
package orchestrate.config.read;

import org.jspecify.annotations.NullMarked;
