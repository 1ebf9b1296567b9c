package orchestrate.coordinator.report;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import orchestrate.config.Printable;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.report.Deadlock;
import orchestrate.ipc.session.Session;

/**
 * Says, once for each, when tasks wait for each other in a circle. It only looks when nothing has
 * happened since it looked last: as long as attempts begin and end there is time.
 */
public final class DeadlockWatch implements Consumer<RunEvent> {
  private final Session session;
  private final PrintStream out;
  private final Set<Set<String>> told = new HashSet<>();
  private boolean calm;

  public DeadlockWatch(Session session, PrintStream out) {
    this.session = session;
    this.out = out;
  }

  @Override
  public void accept(RunEvent event) {
    calm = false;
  }

  /**
   * To be called every now and then.
   *
   * @param who tells what a participant is called, and which tasks it runs
   */
  public void tick(Function<Participant, String> who) {
    if (calm) {
      session.deadlock().filter(this::isNew).ifPresent(deadlock -> tell(deadlock, who));
    }
    calm = true;
  }

  /** The same objects, whoever waits for them now: a task may be retried into it. */
  private boolean isNew(Deadlock deadlock) {
    return told.add(
        deadlock.circle().stream().map(Deadlock.Link::object).collect(Collectors.toSet()));
  }

  private void tell(Deadlock deadlock, Function<Participant, String> who) {
    deadlock.describe(who).lines().map(Printable::text).forEach(out::println);
  }
}
