package orchestrate.ipc.twin;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static orchestrate.ipc.twin.Pair.doing;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.sync.LockSpec;
import orchestrate.ipc.sync.SharedLock;

class LockTwinTest extends TwinProperties {
  enum Op {
    TRY_LOCK,
    TRY_LOCK_IN_TIME,
    TRY_LOCK_INTERRUPTED,
    LOCK,
    LOCK_INTERRUPTIBLY,
    LOCK_INTERRUPTED,
    UNLOCK,
    HELD,
    HOLDS,
    LOCKED
  }

  record Step(Op op, int who) {}

  LockTwinTest() throws IOException {}

  /** Each participant has a thread, which does what it does to both locks. */
  @Property(tries = 60)
  void sameAsAReentrantLock(
      @ForAll boolean fair, @ForAll @Size(max = 30) List<@From("steps") Step> steps)
      throws Exception {
    ReentrantLock twin = new ReentrantLock(fair);
    Header header = (fair ? LockSpec.inOrder() : LockSpec.unfair()).header();
    SharedObject[] ours = make(header.kind(), header.parameters());
    try (ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService two = Executors.newSingleThreadExecutor()) {
      for (Step step : steps) {
        (step.who == 0 ? one : two)
            .submit(() -> take(step.op, twin, (SharedLock) ours[step.who]))
            .get();
      }
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(Arbitraries.of(Op.class), Arbitraries.integers().between(0, 1))
        .as(Step::new);
  }

  private void take(Op op, ReentrantLock twin, SharedLock ours) {
    boolean atOnce = !twin.isLocked() || twin.isHeldByCurrentThread();
    switch (op) {
      case TRY_LOCK -> pair.same(twin::tryLock, ours::tryLock);
      case TRY_LOCK_IN_TIME ->
          pair.same(() -> twin.tryLock(1, NANOSECONDS), () -> ours.tryLock(1, NANOSECONDS));
      case TRY_LOCK_INTERRUPTED ->
          pair.sameInterrupted(
              () -> twin.tryLock(1, NANOSECONDS), () -> ours.tryLock(1, NANOSECONDS));
      case LOCK -> {
        if (atOnce) {
          pair.sameInterrupted(doing(twin::lock), doing(ours::lock));
        }
      }
      case LOCK_INTERRUPTIBLY -> {
        if (atOnce) {
          pair.same(doing(twin::lockInterruptibly), doing(ours::lockInterruptibly));
        }
      }
      case LOCK_INTERRUPTED ->
          pair.sameInterrupted(doing(twin::lockInterruptibly), doing(ours::lockInterruptibly));
      case UNLOCK -> pair.same(doing(twin::unlock), doing(ours::unlock));
      case HELD -> pair.same(twin::isHeldByCurrentThread, ours::isHeldByCurrentThread);
      case HOLDS -> pair.same(twin::getHoldCount, ours::getHoldCount);
      case LOCKED -> pair.same(twin::isLocked, ours::isLocked);
    }
  }
}
