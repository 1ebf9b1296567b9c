package orchestrate.benchmarks.primitives;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedSemaphore;

/**
 * Kills processes that hold the only permit of a semaphore. How long until this process's death
 * listener is told, and until another process that waits has the permit? Argument: kills.
 *
 * <p>JVMs to be killed are started some at a time, come to rest, and none is started while one is
 * being killed. The first kill of all is for warming up.
 */
final class Deaths {
  private static final int STOCK = 10;

  /** Nothing tells when a thread that says it waits has gone to sleep; by then it has. */
  private static final long FALL_ASLEEP_NANOS = 2_000_000;

  /** A JVM that has started goes on to compile for a while. */
  private static final long COME_TO_REST_NANOS = 500_000_000;

  private final Session session;
  private final SharedSemaphore semaphore;
  private final Partner waiter;
  private final Map<Long, CompletableFuture<Long>> told = new ConcurrentHashMap<>();

  private Deaths(Session session, Partner waiter) {
    this.session = session;
    this.semaphore = session.semaphore(DeathPartner.SEMAPHORE, 1);
    this.waiter = waiter;
    session.watch(dead -> toldOf(dead.pid()).complete(System.nanoTime()));
  }

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    int kills = Integer.parseInt(arguments[0]);
    try (SharedFolder folder = SharedFolder.given();
        Session session = Session.create(folder.path().resolve("session"), "witness");
        Partner waiter = Partner.start(DeathPartner.class, session.folder(), "waiter")) {
      waiter.reply();
      Deaths deaths = new Deaths(session, waiter);
      deaths.killStock(1);
      for (int left = kills; left > 0; left -= STOCK) {
        deaths.killStock(Math.min(left, STOCK)).forEach(Death::print);
      }
    }
    Output.flush();
  }

  private record Death(long untilTold, long untilAcquired) {
    void print() {
      Output.sample("listener", (double) untilTold);
      Output.sample("waiter", (double) untilAcquired);
    }
  }

  private List<Death> killStock(int size)
      throws IOException, InterruptedException, ExecutionException {
    List<Partner> holders = new ArrayList<>();
    List<Death> deaths = new ArrayList<>();
    try {
      for (int i = 0; i < size; i++) {
        holders.add(Partner.start(DeathPartner.class, session.folder(), "holder"));
      }
      for (Partner holder : holders) {
        holder.reply();
      }
      LockSupport.parkNanos(COME_TO_REST_NANOS);
      for (Partner holder : holders) {
        deaths.add(kill(holder));
      }
      return deaths;
    } finally {
      holders.forEach(Partner::close);
    }
  }

  private Death kill(Partner holder) throws IOException, InterruptedException, ExecutionException {
    holder.tell(DeathPartner.ACQUIRE);
    holder.reply();
    waiter.tell(DeathPartner.ACQUIRE);
    while (!semaphore.hasQueuedThreads()) {
      Thread.onSpinWait();
    }
    LockSupport.parkNanos(FALL_ASLEEP_NANOS);
    long killed = System.nanoTime();
    holder.kill();
    long heard = toldOf(holder.pid()).get();
    long acquired = Long.parseLong(waiter.reply());
    waiter.tell(DeathPartner.RELEASE);
    waiter.reply();
    holder.awaitEnd();
    return new Death(heard - killed, acquired - killed);
  }

  private CompletableFuture<Long> toldOf(long pid) {
    return told.computeIfAbsent(pid, _ -> new CompletableFuture<>());
  }
}
