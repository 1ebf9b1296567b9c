package orchestrate.ipc.object;

import java.time.Duration;
import orchestrate.ipc.participant.Participant;

/**
 * A thread that waits.
 *
 * @param participant its process
 * @param thread {@link Thread#threadId()} in that process
 * @param waited for how long so far
 * @param tag what it waits for, as the object defines it: how many permits, which condition
 */
public record Waiter(Participant participant, long thread, Duration waited, int tag) {
  /** For messages: who, and for how long. */
  public String describe() {
    return "%s, thread %d, for %.3f s"
        .formatted(participant.describe(), thread, waited.toNanos() / 1e9);
  }
}
