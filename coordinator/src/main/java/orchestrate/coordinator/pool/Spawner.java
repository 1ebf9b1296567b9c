package orchestrate.coordinator.pool;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import orchestrate.worker.WorkerSetup;
import orchestrate.worker.process.Tether;
import org.jspecify.annotations.Nullable;

/**
 * Starts all worker processes from one thread that lives as long as this process: the kernel's
 * parent-death signal follows the thread that started a child, not its process.
 */
public final class Spawner {
  /** The number of the worker that an early one can become: it is the first, or it is not used. */
  static final int EARLY_NUMBER = 1;

  /** How the process of a worker comes to be. */
  @FunctionalInterface
  public interface Starter {
    /**
     * On the spawner's thread.
     *
     * @param command the worker's, with its environment, and where its output goes
     * @param setup what it will be told on its stdin
     */
    Process start(ProcessBuilder command, WorkerSetup setup) throws IOException;
  }

  private final Starter starter;
  private final Set<Integer> alive = ConcurrentHashMap.newKeySet();
  private final Executor thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("spawner").daemon().factory());

  /** Of the spawner's thread alone, like what follows. */
  private @Nullable Process early;

  private @Nullable RunGuard guard;
  private @Nullable IOException unguarded;

  /** Starts workers by their commands. */
  public Spawner() {
    this((command, setup) -> command.start());
  }

  /** Something else takes the place of the workers, but of an early one. */
  public Spawner(Starter starter) {
    this.starter = starter;
  }

  /**
   * Starts a worker for commands before anybody knows whether it is needed: it boots while the job
   * file is read. To be followed by {@link #dismissEarly} if no run comes of it.
   */
  public void startEarly() {
    thread.execute(
        () -> {
          try {
            early = watched(EarlyWorker.start());
            Tether.load(); // The run's guard is made here, too.
          } catch (IOException | UnsupportedOperationException | LinkageError e) {
            // The run will meet the same, where it can be told.
          }
        });
  }

  /** Ends the early worker if it has not become one of a run. Returns when it is gone. */
  public void dismissEarly() {
    thenAwait(
        () -> {
          if (early != null) {
            early.destroyForcibly().onExit().join();
            early = null;
          }
        });
  }

  /**
   * A run begins: from now on nothing that its workers start outlives this process. To be followed
   * by {@link #unguard}. It goes on in the background, and who is started from now on waits for it.
   */
  public void guard(String runId) {
    thread.execute(
        () -> {
          try {
            guard = RunGuard.begin(runId);
            guard.pid().ifPresent(alive::add);
            if (early != null) {
              guard.add(early);
            }
          } catch (IOException e) {
            unguarded = new IOException("can't start the guard of this run", e);
          }
        });
  }

  /** The run is over, or has never begun: what is left of it ends. Returns when it has. */
  public void unguard() {
    thenAwait(
        () -> {
          RunGuard guarding = guard;
          guard = null;
          if (guarding != null) {
            guarding.end();
            guarding.pid().ifPresent(alive::remove);
          }
        });
  }

  /** Starts the process soon, tells it what it is for, and tells of it on the spawner's thread. */
  void spawn(
      ProcessBuilder command,
      WorkerKind kind,
      WorkerSetup setup,
      Consumer<Process> started,
      Consumer<IOException> failed) {
    thread.execute(
        () -> {
          try {
            if (unguarded != null) {
              throw unguarded;
            }
            Process process = isForEarly(kind, setup) ? takeEarly() : startGuarded(command, setup);
            started.accept(process);
            tell(process, setup);
          } catch (IOException e) {
            failed.accept(e);
          }
        });
  }

  /** Does something on the spawner's thread, after what was ordered before. */
  void then(Runnable action) {
    thread.execute(action);
  }

  /** The ids of the processes that were started and have not ended. From any thread. */
  Set<Integer> alive() {
    return alive;
  }

  /** As {@link #then}, and returns when it is done. */
  void thenAwait(Runnable action) {
    CompletableFuture.runAsync(action, thread).join();
  }

  private boolean isForEarly(WorkerKind kind, WorkerSetup setup) {
    return kind == WorkerKind.COMMANDS
        && setup.number() == EARLY_NUMBER
        && early != null
        && early.isAlive();
  }

  private Process takeEarly() {
    Process taken = requireNonNull(early);
    early = null;
    return taken;
  }

  private Process startGuarded(ProcessBuilder command, WorkerSetup setup) throws IOException {
    Process process = watched(starter.start(command, setup));
    if (guard != null) {
      guard.add(process);
    }
    return process;
  }

  private Process watched(Process process) {
    int pid = Math.toIntExact(process.pid());
    alive.add(pid);
    var _ = process.onExit().thenRun(() -> alive.remove(pid));
    return process;
  }

  private static void tell(Process process, WorkerSetup setup) {
    try (var stdin = process.getOutputStream()) {
      setup.write(stdin);
    } catch (IOException e) {
      // It has ended already: why, its exit tells.
    }
  }
}
