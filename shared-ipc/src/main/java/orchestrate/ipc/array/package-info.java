/** Memory that processes share to put data there: bytes and arrays of numbers. */
@NullMarked
package orchestrate.ipc.array;

import org.jspecify.annotations.NullMarked;
