package orchestrate.coordinator.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import orchestrate.worker.process.Tether;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that nothing of a run outlives its coordinator, also if that and its workers are
 * killed in the same instant: a {@link Tether} then kills whoever is in the run's cgroup, where
 * there is one, or has the run's id in its environment. Belongs to the spawner's thread.
 */
final class RunGuard {
  /** {@code -Dorchestrate.cgroup=false} has all machines do without. */
  private static final boolean USE_CGROUP =
      !"false".equals(System.getProperty("orchestrate.cgroup"));

  private final @Nullable RunCgroup cgroup;
  private final @Nullable Tether tether;

  private RunGuard(@Nullable RunCgroup cgroup, @Nullable Tether tether) {
    this.cgroup = cgroup;
    this.tether = tether;
  }

  /** Guards nobody on a machine that lacks what it takes. */
  static RunGuard begin(String runId) throws IOException {
    if (!Tether.isPossible()) {
      return new RunGuard(null, null);
    }
    RunCgroup cgroup = USE_CGROUP ? RunCgroup.create(runId) : null;
    try {
      Tether tether =
          Tether.make(
              Path.of("/"),
              PoolSetup.RUN_VARIABLE + "=" + runId,
              Optional.ofNullable(cgroup).map(RunCgroup::folder));
      return new RunGuard(cgroup, tether);
    } catch (IOException e) {
      if (cgroup != null) {
        cgroup.end();
      }
      throw e;
    }
  }

  /** Its own process; empty if it guards nobody. */
  OptionalInt pid() {
    return tether == null ? OptionalInt.empty() : OptionalInt.of(tether.pid());
  }

  /**
   * A worker was started, and can't have started anything itself. The kernel takes some 15 ms for
   * this, mostly waiting.
   */
  void add(Process worker) {
    if (cgroup != null) {
      cgroup.add(worker.pid());
    }
  }

  /** All workers have ended: what is left ends now. */
  void end() {
    try {
      if (cgroup != null) {
        cgroup.end();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't end what is in " + cgroup, e);
    } finally {
      if (tether != null) {
        tether.cut();
      }
    }
  }
}
