/**
 * The same calls on an object of ours and on what it is in java.util.concurrent: each must do the
 * same. And the same commands to processes and to a model of what they should do.
 */
@NullMarked
package orchestrate.ipc.twin;

import org.jspecify.annotations.NullMarked;
