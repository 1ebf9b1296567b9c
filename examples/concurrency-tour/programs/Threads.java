import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CyclicBarrier;

/** Four threads of this process, all of them under way at the same time. */
final class Threads {
  private static final CyclicBarrier ALL_HERE = new CyclicBarrier(4);
  private static final Set<Long> THREADS = new ConcurrentSkipListSet<>();
  private static final Set<Long> PROCESSES = new ConcurrentSkipListSet<>();

  static void main() throws InterruptedException {
    List<Thread> started = new ArrayList<>();
    for (int number = 0; number < 4; number++) {
      started.add(Thread.ofPlatform().start(Threads::meet));
    }
    for (Thread thread : started) {
      thread.join();
    }
    THREADS.forEach(thread -> System.out.println("thread " + thread));
    System.out.printf("%d threads met in %d process%n", THREADS.size(), PROCESSES.size());
  }

  private static void meet() {
    try {
      ALL_HERE.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException("not all have come", e);
    }
    THREADS.add(Thread.currentThread().threadId());
    PROCESSES.add(ProcessHandle.current().pid());
  }
}
