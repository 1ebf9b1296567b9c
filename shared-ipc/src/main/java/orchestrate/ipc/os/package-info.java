/**
 * The operating system by {@code java.lang.foreign}: system calls, and nothing that knows of
 * primitives.
 */
@NullMarked
package orchestrate.ipc.os;

import org.jspecify.annotations.NullMarked;
