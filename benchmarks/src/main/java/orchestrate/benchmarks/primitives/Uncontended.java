package orchestrate.benchmarks.primitives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import orchestrate.benchmarks.run.SharedFolder;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedSemaphore;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to take and give back when nobody else is there. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class Uncontended {
  private final SharedFolder folder;
  private final Session session;
  private final SharedLock lock;
  private final SharedSemaphore semaphore;

  public Uncontended() {
    try {
      folder = SharedFolder.given();
      session = Session.create(folder.path().resolve("session"), "uncontended");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lock = session.lock("lock");
    semaphore = session.semaphore("semaphore", 1);
  }

  @Benchmark
  @SuppressWarnings("LockNotBeforeTry") // nothing is guarded
  public void lock() {
    lock.lock();
    lock.unlock();
  }

  @Benchmark
  public void semaphore() throws InterruptedException {
    semaphore.acquire();
    semaphore.release();
  }

  @TearDown
  public void leave() throws IOException {
    session.close();
    folder.close();
  }
}
