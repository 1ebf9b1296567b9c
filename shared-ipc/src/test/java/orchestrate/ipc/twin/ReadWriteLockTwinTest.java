package orchestrate.ipc.twin;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static orchestrate.ipc.twin.Pair.doing;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.sync.SharedReadWriteLock;

class ReadWriteLockTwinTest extends TwinProperties {
  enum Op {
    TRY_READ,
    TRY_READ_IN_TIME,
    TRY_WRITE,
    TRY_WRITE_IN_TIME,
    END_READ,
    END_WRITE,
    READERS,
    WRITTEN,
    READ_HOLDS,
    WRITE_HOLDS
  }

  record Step(Op op, int who) {}

  ReadWriteLockTwinTest() throws IOException {}

  /** Each participant has a thread, which does what it does to both locks. */
  @Property(tries = 60)
  void sameAsAReentrantReadWriteLock(@ForAll @Size(max = 30) List<@From("steps") Step> steps)
      throws Exception {
    ReentrantReadWriteLock twin = new ReentrantReadWriteLock();
    SharedObject[] ours = make(ObjectKind.READ_WRITE_LOCK, 0);
    try (ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService two = Executors.newSingleThreadExecutor()) {
      for (Step step : steps) {
        (step.who == 0 ? one : two)
            .submit(() -> take(step.op, twin, (SharedReadWriteLock) ours[step.who]))
            .get();
      }
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(Arbitraries.of(Op.class), Arbitraries.integers().between(0, 1))
        .as(Step::new);
  }

  private void take(Op op, ReentrantReadWriteLock twin, SharedReadWriteLock ours) {
    var twinsRead = twin.readLock();
    var twinsWrite = twin.writeLock();
    var read = ours.readLock();
    var write = ours.writeLock();
    switch (op) {
      case TRY_READ -> pair.same(twinsRead::tryLock, read::tryLock);
      case TRY_READ_IN_TIME ->
          pair.same(() -> twinsRead.tryLock(1, NANOSECONDS), () -> read.tryLock(1, NANOSECONDS));
      case TRY_WRITE -> pair.same(twinsWrite::tryLock, write::tryLock);
      case TRY_WRITE_IN_TIME ->
          pair.same(() -> tryWriteInTime(twin), () -> write.tryLock(1, NANOSECONDS));
      case END_READ -> pair.same(doing(twinsRead::unlock), doing(read::unlock));
      case END_WRITE -> pair.same(doing(twinsWrite::unlock), doing(write::unlock));
      // The twin counts what they hold, ours counts those who read and don't write too.
      case READERS -> {
        if (!twin.isWriteLocked()) {
          pair.same(() -> twin.getReadLockCount() > 0, () -> ours.getReadLockCount() > 0);
        }
      }
      case WRITTEN -> pair.same(twin::isWriteLocked, ours::isWriteLocked);
      case READ_HOLDS -> pair.same(twin::getReadHoldCount, read::getHoldCount);
      case WRITE_HOLDS -> pair.same(twin::getWriteHoldCount, write::getHoldCount);
    }
  }

  /** Where the twin waits for its own thread to stop reading, ours says so at once. */
  private static boolean tryWriteInTime(ReentrantReadWriteLock twin) throws InterruptedException {
    if (twin.getReadHoldCount() > 0 && !twin.isWriteLockedByCurrentThread()) {
      throw new IllegalStateException();
    }
    return twin.writeLock().tryLock(1, NANOSECONDS);
  }
}
