package orchestrate.ipc.twin;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static orchestrate.ipc.twin.Pair.doing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.sync.SemaphoreSpec;
import orchestrate.ipc.sync.SharedSemaphore;

class SemaphoreTwinTest extends TwinProperties {
  enum Op {
    TRY,
    TRY_IN_TIME,
    TRY_IN_TIME_INTERRUPTED,
    ACQUIRE,
    ACQUIRE_INTERRUPTED,
    ACQUIRE_UNINTERRUPTIBLY,
    INTERRUPT_ONE_WHO_WAITS,
    RELEASE,
    DRAIN,
    AVAILABLE,
    WAITING
  }

  record Step(Op op, int n, int who) {}

  /** How many permits those want who wait, in the order in which they came. */
  private final List<Integer> wanted = new ArrayList<>();

  SemaphoreTwinTest() throws IOException {}

  @BeforeTry
  void nobodyWaits() {
    wanted.clear();
  }

  @Property(tries = 60)
  void fairAndUnbounded(
      @ForAll @IntRange(max = 4) int permits,
      @ForAll @Size(max = 30) List<@From("steps") Step> steps)
      throws IOException {
    run(new SemaphoreSpec(permits, true, false), new Semaphore(permits, true), steps, 3);
  }

  /** Only one waits: among several our unfair semaphore gives to any, its twin to the first. */
  @Property(tries = 60)
  void unfairAndUnbounded(
      @ForAll @IntRange(max = 4) int permits,
      @ForAll @Size(max = 30) List<@From("steps") Step> steps)
      throws IOException {
    run(new SemaphoreSpec(permits, false, false), new Semaphore(permits, false), steps, 1);
  }

  /** Its twin refuses what a process doesn't hold. */
  @Property(tries = 60)
  void bounded(
      @ForAll @IntRange(min = 1, max = 4) int permits,
      @ForAll boolean fair,
      @ForAll @Size(max = 30) List<@From("steps") Step> steps)
      throws IOException {
    Semaphore twin = new Semaphore(permits, fair);
    SharedObject[] ours = makeSemaphore(new SemaphoreSpec(permits, fair, true));
    int[] held = {0, 0};
    for (Step step : steps) {
      SharedSemaphore semaphore = (SharedSemaphore) ours[step.who];
      switch (step.op) {
        case TRY -> {
          pair.same(() -> take(twin, permits, held, step), () -> semaphore.tryAcquire(step.n));
        }
        case RELEASE ->
            pair.same(
                () -> give(twin, permits, held, step), doing(() -> semaphore.release(step.n)));
        default -> {
          pair.same(twin::availablePermits, semaphore::availablePermits);
          pair.same(() -> held[step.who], semaphore::held);
        }
      }
    }
  }

  private static boolean take(Semaphore twin, int permits, int[] held, Step step) {
    checkCount(permits, step);
    boolean taken = twin.tryAcquire(step.n);
    held[step.who] += taken ? step.n : 0;
    return taken;
  }

  private static String give(Semaphore twin, int permits, int[] held, Step step) {
    checkCount(permits, step);
    if (step.n > held[step.who]) {
      throw new IllegalStateException();
    }
    held[step.who] -= step.n;
    twin.release(step.n);
    return "done";
  }

  private static void checkCount(int permits, Step step) {
    if (step.n < 1 || step.n > permits) {
      throw new IllegalArgumentException();
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.of(Op.class),
            Arbitraries.integers().between(-1, 4),
            Arbitraries.integers().between(0, 1))
        .as(Step::new);
  }

  private void run(SemaphoreSpec spec, Semaphore twin, List<Step> steps, int mostWaiting)
      throws IOException {
    SharedObject[] ours = makeSemaphore(spec);
    for (Step step : steps) {
      take(step, twin, (SharedSemaphore) ours[step.who], mostWaiting);
    }
  }

  /** Those who can get what they want do, in order, when so many permits are free. */
  private void settle(int free) {
    int left = free;
    while (!wanted.isEmpty() && wanted.getFirst() <= left) {
      left -= wanted.removeFirst();
      pair.end(0);
    }
  }

  private void take(Step step, Semaphore twin, SharedSemaphore ours, int mostWaiting) {
    int n = step.n;
    switch (step.op) {
      case TRY -> pair.same(() -> twin.tryAcquire(n), () -> ours.tryAcquire(n));
      case TRY_IN_TIME ->
          pair.same(
              () -> twin.tryAcquire(n, 0, NANOSECONDS), () -> ours.tryAcquire(n, 0, NANOSECONDS));
      case TRY_IN_TIME_INTERRUPTED ->
          pair.sameInterrupted(
              () -> twin.tryAcquire(n, 1, NANOSECONDS), () -> ours.tryAcquire(n, 1, NANOSECONDS));
      case ACQUIRE -> acquire(n, twin, ours, mostWaiting);
      case ACQUIRE_INTERRUPTED ->
          pair.sameInterrupted(doing(() -> twin.acquire(n)), doing(() -> ours.acquire(n)));
      case ACQUIRE_UNINTERRUPTIBLY -> {
        if (wanted.isEmpty() && n <= twin.availablePermits()) {
          pair.sameInterrupted(
              doing(() -> twin.acquireUninterruptibly(n)),
              doing(() -> ours.acquireUninterruptibly(n)));
        }
      }
      case INTERRUPT_ONE_WHO_WAITS -> {
        if (!wanted.isEmpty()) {
          int index = Math.floorMod(n, wanted.size());
          wanted.remove(/* index */ index);
          pair.interrupt(index);
          settle(twin.availablePermits());
        }
      }
      case RELEASE -> {
        int free = twin.availablePermits() + n;
        pair.same(doing(() -> twin.release(n)), doing(() -> ours.release(n)));
        settle(n < 0 ? 0 : free);
      }
      case DRAIN -> pair.same(twin::drainPermits, ours::drainPermits);
      case AVAILABLE -> pair.same(twin::availablePermits, ours::availablePermits);
      case WAITING -> {
        pair.same(twin::getQueueLength, ours::getQueueLength);
        pair.same(twin::hasQueuedThreads, ours::hasQueuedThreads);
      }
    }
  }

  private void acquire(int n, Semaphore twin, SharedSemaphore ours, int mostWaiting) {
    if (n < 0 || wanted.size() == mostWaiting) {
      return;
    }
    int length = wanted.size() + 1;
    boolean waits = n > twin.availablePermits() || !wanted.isEmpty();
    pair.startToWait(
        doing(() -> twin.acquire(n)),
        doing(() -> ours.acquire(n)),
        () -> !waits || twin.getQueueLength() == length,
        () -> !waits || ours.getQueueLength() == length);
    if (waits) {
      wanted.add(n);
    } else {
      pair.end(0);
    }
  }

  private SharedObject[] makeSemaphore(SemaphoreSpec spec) throws IOException {
    Header header = spec.header();
    return make(header.kind(), header.parameters());
  }
}
