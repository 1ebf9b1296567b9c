/**
 * All primitives at once, used by processes that are killed at random moments: nothing hangs, and
 * nothing is lost.
 *
 * <p>A {@link orchestrate.ipc.soak.Subject} says what peers do with an object and what must be true
 * of it when they are dead; {@link orchestrate.ipc.soak.PeerMain} does it; {@link
 * orchestrate.ipc.soak.Bout} kills.
 */
@NullMarked
package orchestrate.ipc.soak;

import org.jspecify.annotations.NullMarked;
