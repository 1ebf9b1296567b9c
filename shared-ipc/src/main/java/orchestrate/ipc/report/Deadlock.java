package orchestrate.ipc.report;

import java.util.List;
import java.util.function.Function;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.participant.Participant;

/**
 * A circle of processes each of which waits for what the next one holds, or for its arrival, and
 * the last for the first.
 *
 * <p>It is told of processes, since it is them who hold: if one of them has another thread that
 * does what is waited for, there is no deadlock.
 *
 * @param circle at least one link: a process may wait for what it holds itself
 * @param behind how many more processes wait in vain, for what those of the circle hold
 */
public record Deadlock(List<Link> circle, int behind) {
  /**
   * One who waits.
   *
   * @param waiter who, which thread, how long
   * @param kind of the object that it waits for
   * @param object its name
   * @param holder whom it waits for: the next of the circle
   */
  public record Link(Waiter waiter, String kind, String object, Participant holder) {}

  /** For people, in several lines. */
  public String describe() {
    return describe(Participant::describe);
  }

  /**
   * For people, in several lines.
   *
   * @param who what to call a process
   */
  public String describe(Function<Participant, String> who) {
    var text = new StringBuilder("deadlock: each waits for the next one, the last for the first\n");
    for (Link link : circle) {
      text.append(
          "  %s waits for %s '%s', and so for %s (thread %d, for %.1f s)\n"
              .formatted(
                  who.apply(link.waiter.participant()),
                  link.kind,
                  link.object,
                  who.apply(link.holder),
                  link.waiter.thread(),
                  link.waiter.waited().toMillis() / 1e3));
    }
    if (behind > 0) {
      text.append("  %d more %s behind them\n".formatted(behind, behind == 1 ? "waits" : "wait"));
    }
    return text.append("  unless one of these processes has another thread that goes on")
        .toString();
  }
}
