@NullMarked
package orchestrate.worker.mask;

import org.jspecify.annotations.NullMarked;
