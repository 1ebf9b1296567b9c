/** Finds secrets in what tasks print, in all the forms that they take by accident. */
@NullMarked
package orchestrate.worker.mask;

import org.jspecify.annotations.NullMarked;
