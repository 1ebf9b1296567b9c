package orchestrate.ipc.twin;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static orchestrate.ipc.twin.Pair.doing;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.sync.SharedLatch;

class LatchTwinTest extends TwinProperties {
  enum Op {
    COUNT_DOWN,
    COUNT_DOWN_BY,
    COUNT,
    AWAIT,
    AWAIT_IN_TIME,
    AWAIT_INTERRUPTED,
    INTERRUPT_ONE_WHO_WAITS
  }

  record Step(Op op, int n, int who) {}

  LatchTwinTest() throws IOException {}

  @Property(tries = 100)
  void sameAsACountDownLatch(
      @ForAll @IntRange(max = 6) int count, @ForAll @Size(max = 20) List<@From("steps") Step> steps)
      throws IOException {
    CountDownLatch twin = new CountDownLatch(count);
    SharedObject[] ours = make(ObjectKind.LATCH, count);
    for (Step step : steps) {
      take(step, twin, (SharedLatch) ours[step.who]);
      if (twin.getCount() == 0) {
        pair.endAll();
      }
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.of(Op.class),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 1))
        .as(Step::new);
  }

  private void take(Step step, CountDownLatch twin, SharedLatch ours) {
    switch (step.op) {
      case COUNT_DOWN -> pair.same(doing(twin::countDown), doing(ours::countDown));
      case COUNT_DOWN_BY ->
          pair.same(
              doing(
                  () -> {
                    for (int i = 0; i < step.n; i++) {
                      twin.countDown();
                    }
                  }),
              doing(() -> ours.countDown(step.n)));
      case COUNT -> pair.same(twin::getCount, ours::getCount);
      case AWAIT -> {
        boolean waits = twin.getCount() > 0;
        int expected = pair.waiting() + 1;
        pair.startToWait(
            doing(twin::await),
            doing(ours::await),
            () -> true,
            () -> !waits || ours.waiting().size() == expected);
      }
      case AWAIT_IN_TIME ->
          pair.same(() -> twin.await(step.n, NANOSECONDS), () -> ours.await(step.n, NANOSECONDS));
      case AWAIT_INTERRUPTED -> pair.sameInterrupted(doing(twin::await), doing(ours::await));
      case INTERRUPT_ONE_WHO_WAITS -> {
        if (pair.waiting() > 0) {
          pair.interrupt(Math.floorMod(step.n, pair.waiting()));
        }
      }
    }
  }
}
