package orchestrate.coordinator.group;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import orchestrate.coordinator.pool.PoolSetup;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;
import orchestrate.worker.process.MarkedProcesses;

/**
 * What is left of a run whose coordinator was killed: workers, which see that within milliseconds,
 * and commands, which their workers or the run's guard kill.
 */
final class Remains {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** A process may start another while we look. */
  private static final int LOOKS_IN_VAIN = 2;

  private final Holder run;

  Remains(Holder run) {
    this.run = run;
  }

  /**
   * Waits until nothing is left.
   *
   * @throws IOException if that does not end
   */
  void awaitEnd() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    int inVain = 0;
    while (inVain < LOOKS_IN_VAIN) {
      List<Long> left = processes();
      inVain = left.isEmpty() ? inVain + 1 : 0;
      if (System.nanoTime() - begin > PATIENCE.toNanos() && !left.isEmpty()) {
        throw new IOException(
            "run %s was killed, but its processes are still there: %s; end them, and try again"
                .formatted(run.run(), left));
      }
      Thread.sleep(PAUSE);
    }
  }

  private List<Long> processes() throws IOException {
    var processes = new ArrayList<Long>();
    try (Session session = Session.open(run.session(), "next run")) {
      int self = session.self().slot();
      for (Participant participant : session.participants()) {
        if (participant.alive() && participant.slot() != self) {
          processes.add((long) participant.pid());
        }
      }
    } catch (NoSuchFileException e) {
      // Another run has cleared it away.
    }
    processes.addAll(MarkedProcesses.with(PoolSetup.RUN_VARIABLE + "=" + run.run()));
    return processes;
  }
}
