package orchestrate.coordinator.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
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

  private final PoolSetup setup;
  private final Spawner spawner;
  private @Nullable RunCgroup cgroup;
  private @Nullable Tether tether;
  private boolean begun;

  RunGuard(PoolSetup setup, Spawner spawner) {
    this.setup = setup;
    this.spawner = spawner;
  }

  /** A worker was started: it has not had the time to start anything itself. */
  void add(Process worker) {
    if (!begun) {
      begin();
    }
    if (cgroup != null) {
      cgroup.add(worker.pid());
    }
  }

  /** Not before the first worker is on its way: that is what takes time. */
  private void begin() {
    begun = true;
    if (!Tether.isPossible()) {
      return;
    }
    cgroup = USE_CGROUP ? RunCgroup.create(setup.runId()) : null;
    try {
      tether =
          Tether.make(
              Path.of("/"),
              PoolSetup.RUN_VARIABLE + "=" + setup.runId(),
              Optional.ofNullable(cgroup).map(RunCgroup::folder));
      spawner.add(tether.pid());
    } catch (IOException e) {
      throw new UncheckedIOException("can't start the guard of this run", e);
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
        spawner.remove(tether.pid());
      }
    }
  }
}
