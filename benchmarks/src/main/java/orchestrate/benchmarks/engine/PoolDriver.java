package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.config.Recycle;
import orchestrate.config.TaskThreads;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.Inbox;
import orchestrate.coordinator.pool.PoolListener;
import orchestrate.coordinator.pool.PoolSetup;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.pool.WorkerExit;
import orchestrate.coordinator.pool.WorkerKind;
import orchestrate.coordinator.pool.WorkerPool;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.run.RunFolder;
import orchestrate.coordinator.run.RunSession;
import orchestrate.ipc.os.ProcessStat;
import orchestrate.ipc.wait.Deadline;
import orchestrate.worker.autopsy.SignalNames;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.Readiness;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Secrets;
import orchestrate.worker.protocol.TaskDefinition;

/** Gives no-op Java tasks to a pool of workers, as a run does, and counts their ends. */
final class PoolDriver implements AutoCloseable, PoolListener {
  private static final TaskDefinition NO_OP =
      new TaskDefinition(
          0,
          "no-op",
          true,
          Map.of(),
          Secrets.NONE,
          Map.of(),
          List.of(),
          new TaskDefinition.JavaTask(
              location(NoOp.class), NoOp.class.getName(), Map.of(), List.of("item")));

  private final RunSession session;
  private final Inbox inbox;
  private final WorkerPool pool;
  private long submitted;
  private long ended;

  PoolDriver(Path folder, int slots) throws IOException {
    RunFolder run = RunFolder.create(folder, new Beginning(ProcessStat.self(), "pool", List.of()));
    session = RunSession.create(run);
    inbox = new Inbox(session.bell());
    var setup =
        new PoolSetup(
            slots,
            0,
            TaskThreads.ONE,
            Recycle.NEVER,
            false,
            session.session().folder(),
            run.path(),
            folder,
            List.of(),
            Secrets.NONE,
            Set.of(),
            null,
            Map.of(PoolSetup.RUN_VARIABLE, run.id()));
    var spawner = new Spawner();
    spawner.guard(run.id());
    pool = new WorkerPool(setup, spawner, inbox, this, new SignalNames());
    pool.open(WorkerKind.JAVA, slots);
  }

  private static String location(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }

  /** One after the other: each is submitted when the one before it has ended. */
  void roundTrips(long[] nanos) throws InterruptedException {
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      submit();
      pool.dispatch();
      while (ended < submitted) {
        turn();
      }
      nanos[i] = System.nanoTime() - start;
    }
  }

  /** Each is submitted by itself; so many are under way at a time. */
  void stream(long count, int underWay) throws InterruptedException {
    long last = ended + count;
    while (ended < last) {
      while (submitted < last && submitted - ended < underWay) {
        submit();
      }
      pool.dispatch();
      turn();
    }
  }

  private void submit() {
    String item = Long.toString(submitted);
    var run = new Run(NO_OP, submitted++, 1, item, Map.of(), List.of(List.of(item)));
    pool.submit(new Attempt(run, WorkerKind.JAVA, null, Duration.ZERO, List.of()), true);
  }

  private void turn() throws InterruptedException {
    inbox.await(pool::hasResults, Deadline.never());
    inbox.runPosted();
    pool.collect();
  }

  @Override
  public void finished(Attempt attempt, Finished finished) {
    if (!(finished.ending() instanceof Finished.Succeeded)) {
      throw new IllegalStateException("a task that does nothing has failed: " + finished);
    }
    ended++;
  }

  @Override
  public void probed(Attempt attempt, Readiness readiness) {
    throw new IllegalStateException("no service, but it is ready: " + readiness);
  }

  @Override
  public void workerLost(Attempt attempt, WorkerExit exit) {
    throw new IllegalStateException(exit.cause());
  }

  @Override
  public void begunAgain(Attempt attempt, WorkerExit exit) {
    throw new IllegalStateException(exit.cause());
  }

  @Override
  public void workerRecycled(String worker, String because) {
    throw new IllegalStateException(worker + " was recycled: " + because);
  }

  @Override
  public void workersLacking(String why) {
    throw new IllegalStateException(why);
  }

  @Override
  public void notRun(Attempt attempt, String reason) {
    throw new IllegalStateException(reason);
  }

  @Override
  public void close() throws IOException {
    try {
      pool.close();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while the workers were ending");
    } finally {
      session.close();
    }
  }
}
