package orchestrate.pool;

import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputFilter;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.wait.Deadline;
import orchestrate.worker.process.Guardian;

/**
 * A worker process of a {@link ProcessPool}. Not to be called: the pool starts it.
 *
 * <p>Its argument is the pool's process id. The main thread waits for what is to be stopped; a
 * thread of its own runs the calls.
 */
public final class PoolWorker {
  private static final int CAN_NOT_GO_ON = 3;

  private PoolWorker() {}

  /** Starts the worker, and returns when the pool has ended it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Thread.ofPlatform().daemon().name("warm-up").start(WarmUp::run);
    Guardian guardian = Guardian.guard(Long.parseLong(arguments[0]), () -> {});
    WorkerSetup setup;
    try {
      setup = WorkerSetup.read(System.in);
    } catch (EOFException poolIsGone) {
      return;
    }
    try (Session session = Session.open(setup.folder(), setup.label())) {
      guardian.watch(session);
      work(setup);
    }
    // A task may have left threads running: the worker's end does not wait for them.
    Runtime.getRuntime().exit(0);
  }

  private static void work(WorkerSetup setup) throws IOException, InterruptedException {
    var link = WorkerLink.open(Place.link(setup.folder(), setup.number()));
    var poolBell = new Doorbell(MappedRegion.open(Place.bell(setup.folder())).segment());
    var values =
        new Values(
            ClassLoader.getSystemClassLoader(),
            ObjectInputFilter.Config.createFilter(setup.filter()));
    var calls = new CallThread(setup, link, poolBell, values, PoolWorker::endAtOnce);
    Runtime.getRuntime().addShutdownHook(new Thread(link::setEnds, "last words"));
    calls.start();
    long stopped = 0;
    while (true) {
      long known = stopped;
      link.stopBell().await(() -> link.toStop() != known, Deadline.never());
      long toStop = link.toStop();
      if (toStop == WorkerLink.END) {
        return;
      }
      if (toStop != stopped) {
        calls.interrupt(toStop);
        stopped = toStop;
      }
    }
  }

  /** No shutdown hook is waited for: it may be memory that is lacking. */
  private static void endAtOnce() {
    Runtime.getRuntime().halt(CAN_NOT_GO_ON);
  }
}
