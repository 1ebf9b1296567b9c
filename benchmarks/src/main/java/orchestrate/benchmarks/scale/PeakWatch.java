package orchestrate.benchmarks.scale;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks again and again how much this process has of what it can run out of. */
final class PeakWatch implements Runnable {
  private static final long LOOK_EVERY_MILLIS = 50;

  private final boolean collecting;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("peaks").daemon().unstarted(this);
  private volatile Peaks peaks = Peaks.NONE;

  private PeakWatch(boolean collecting) {
    this.collecting = collecting;
  }

  /**
   * @param collecting whether it has the heap collected each time, to see what is in use: that
   *     costs more time than all the rest
   */
  static PeakWatch begin(boolean collecting) {
    var watch = new PeakWatch(collecting);
    watch.thread.start();
    return watch;
  }

  @Override
  public void run() {
    try {
      do {
        peaks = peaks.or(now());
      } while (!ended.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private Peaks now() {
    long heap = 0;
    if (collecting) {
      System.gc();
      heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
    return new Peaks(entries("/proc/self/fd"), entries("/proc/self/task"), heap);
  }

  private static long entries(String folder) {
    String[] names = new File(folder).list();
    return names == null ? 0 : names.length;
  }

  void end() {
    ended.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the benchmarks", e);
    }
  }

  Peaks peaks() {
    return peaks;
  }
}
