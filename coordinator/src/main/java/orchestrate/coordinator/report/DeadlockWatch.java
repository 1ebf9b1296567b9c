package orchestrate.coordinator.report;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import orchestrate.config.Printable;
import orchestrate.coordinator.journal.RunEvent;
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

  /** To be called every now and then. */
  public void tick() {
    if (calm) {
      RunningTasks.deadlock(session).filter(this::isNew).ifPresent(this::tell);
    }
    calm = true;
  }

  /** The same objects, whoever waits for them now: a task may be retried into it. */
  private boolean isNew(Deadlock deadlock) {
    return told.add(
        deadlock.circle().stream().map(Deadlock.Link::object).collect(Collectors.toSet()));
  }

  /** All at once: whoever reads along shall not see the head of a report without its reasons. */
  private void tell(Deadlock deadlock) {
    var tasks = new RunningTasks(session);
    String report = deadlock.describe(tasks::describe);
    out.print(report.lines().map(Printable::text).collect(Collectors.joining("\n", "", "\n")));
  }
}
