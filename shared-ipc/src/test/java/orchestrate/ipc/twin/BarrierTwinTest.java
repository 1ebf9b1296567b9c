package orchestrate.ipc.twin;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static orchestrate.ipc.twin.Pair.doing;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.sync.SharedBarrier;

class BarrierTwinTest extends TwinProperties {
  enum Op {
    AWAIT,
    AWAIT_IN_TIME,
    AWAIT_INTERRUPTED,
    INTERRUPT_ONE_WHO_WAITS,
    RESET,
    BROKEN,
    WAITING,
    PARTIES,
    FAIL_IN_THE_NEXT_ACTION
  }

  record Step(Op op, int n, int who) {}

  /** What is run by the last to arrive; fails when it was told to. */
  private static final class Act implements Runnable {
    final AtomicInteger runs = new AtomicInteger();
    volatile boolean failing;

    @Override
    public void run() {
      runs.incrementAndGet();
      if (failing) {
        failing = false;
        throw new IllegalStateException("told to fail");
      }
    }
  }

  private final Act twinActs = new Act();
  private final Act weAct = new Act();

  BarrierTwinTest() throws IOException {}

  @Property(tries = 150)
  void sameAsACyclicBarrier(
      @ForAll @IntRange(min = 1, max = 4) int parties,
      @ForAll boolean withAction,
      @ForAll @Size(max = 30) List<@From("steps") Step> steps)
      throws IOException {
    CyclicBarrier twin = new CyclicBarrier(parties, withAction ? twinActs : null);
    SharedObject[] ours = make(ObjectKind.BARRIER, parties);
    twinActs.failing = false;
    weAct.failing = false;
    if (withAction) {
      for (SharedObject barrier : ours) {
        ((SharedBarrier) barrier).setAction(weAct);
      }
    }
    for (Step step : steps) {
      take(step, twin, (SharedBarrier) ours[step.who]);
      if (twin.getNumberWaiting() == 0) {
        pair.endAll(); // tripped, broken or reset
      }
      assertThat(weAct.runs).hasValue(twinActs.runs.get());
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(Op.AWAIT)),
                Tuple.of(2, Arbitraries.just(Op.RESET)),
                Tuple.of(8, Arbitraries.of(Op.class))),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 1))
        .as(Step::new);
  }

  private void take(Step step, CyclicBarrier twin, SharedBarrier ours) {
    switch (step.op) {
      case AWAIT -> {
        int expected = twin.getNumberWaiting() + 1;
        if (twin.isBroken() || expected == twin.getParties()) {
          pair.same(twin::await, ours::await);
        } else {
          pair.startToWait(
              twin::await,
              ours::await,
              () -> twin.getNumberWaiting() == expected,
              () -> ours.getNumberWaiting() == expected);
        }
      }
      case AWAIT_IN_TIME ->
          pair.same(() -> twin.await(step.n, NANOSECONDS), () -> ours.await(step.n, NANOSECONDS));
      case AWAIT_INTERRUPTED -> pair.sameInterrupted(twin::await, ours::await);
      case INTERRUPT_ONE_WHO_WAITS -> {
        if (pair.waiting() > 0) {
          pair.interrupt(Math.floorMod(step.n, pair.waiting()));
        }
      }
      case RESET -> pair.same(doing(twin::reset), doing(ours::reset));
      case BROKEN -> pair.same(twin::isBroken, ours::isBroken);
      case WAITING -> pair.same(twin::getNumberWaiting, ours::getNumberWaiting);
      case PARTIES -> pair.same(twin::getParties, ours::getParties);
      case FAIL_IN_THE_NEXT_ACTION -> {
        twinActs.failing = true;
        weAct.failing = true;
      }
    }
  }
}
