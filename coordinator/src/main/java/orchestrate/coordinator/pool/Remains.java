package orchestrate.coordinator.pool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;
import orchestrate.worker.process.MarkedProcesses;

/**
 * What is left of a run whose coordinator was killed: workers, which see that within milliseconds,
 * commands, which their workers or the run's guard kill, and that guard.
 */
public final class Remains {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** As long as a guard takes to kill what nobody else has killed; it may have been killed, too. */
  private static final Duration KILL_AFTER = Duration.ofSeconds(3);

  /** A process may start another while we look. */
  private static final int LOOKS_IN_VAIN = 2;

  private final String run;
  private final List<Path> sessions;

  /**
   * @param run its id
   * @param sessions folders that its session may be in
   */
  public Remains(String run, List<Path> sessions) {
    this.run = run;
    this.sessions = sessions;
  }

  /**
   * Waits until nothing is left, and kills what stays.
   *
   * @throws IOException if that does not end
   */
  public void awaitEnd() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    int inVain = 0;
    while (inVain < LOOKS_IN_VAIN) {
      List<Long> started = others(MarkedProcesses.with(mark()));
      List<Long> left = new ArrayList<>(started);
      left.addAll(
          others(MarkedProcesses.withArgument(mark()))); // the guard, which kills all others
      left.addAll(workers());
      inVain = left.isEmpty() ? inVain + 1 : 0;
      long waited = System.nanoTime() - begin;
      if (waited > PATIENCE.toNanos() && !left.isEmpty()) {
        throw new IOException(
            "run %s was killed, but its processes are still there: %s; end them, and try again"
                .formatted(run, left));
      }
      if (waited > KILL_AFTER.toNanos()) {
        started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      }
      Thread.sleep(PAUSE);
    }
  }

  private String mark() {
    return PoolSetup.RUN_VARIABLE + "=" + run;
  }

  /** Somebody may work in a shell that a task of the run has opened for him. */
  private static List<Long> others(List<Long> processes) {
    var others = new ArrayList<>(processes);
    Optional<ProcessHandle> self = Optional.of(ProcessHandle.current());
    for (; self.isPresent(); self = self.get().parent()) {
      others.remove(self.get().pid());
    }
    return others;
  }

  private List<Long> workers() throws IOException {
    var workers = new ArrayList<Long>();
    for (Path folder : sessions) {
      try (Session session = Session.open(folder, "next run")) {
        int self = session.self().slot();
        for (Participant participant : session.participants()) {
          if (participant.alive() && participant.slot() != self) {
            workers.add((long) participant.pid());
          }
        }
      } catch (NoSuchFileException e) {
        // Another run has cleared it away.
      }
    }
    return workers;
  }
}
