/**
 * What the stress tests have in common. The tests themselves are in the packages of what they test.
 *
 * <p>Two threads stand for two processes: for the memory they share that makes no difference.
 */
@NullMarked
package orchestrate.ipc.stress;

import org.jspecify.annotations.NullMarked;
