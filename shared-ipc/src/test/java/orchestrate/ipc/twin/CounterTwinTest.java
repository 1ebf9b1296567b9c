package orchestrate.ipc.twin;

import static orchestrate.ipc.twin.Pair.doing;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
import orchestrate.ipc.sync.SharedCounter;

class CounterTwinTest extends TwinProperties {
  enum Op {
    SET,
    GET_AND_SET,
    COMPARE_AND_SET,
    INCREMENT,
    ADD,
    GET_AND_ADD,
    ADD_AND_GET,
    GET_AND_INCREMENT,
    INCREMENT_AND_GET,
    GET_AND_DECREMENT,
    DECREMENT_AND_GET,
    GET_AND_UPDATE,
    UPDATE_AND_GET,
    GET_AND_ACCUMULATE,
    ACCUMULATE_AND_GET
  }

  record Step(Op op, long x, long y, int who) {}

  CounterTwinTest() throws IOException {}

  @Property(tries = 100)
  void sameAsAnAtomicLong(
      @ForAll long initial, @ForAll @Size(max = 40) List<@From("steps") Step> steps)
      throws IOException {
    AtomicLong twin = new AtomicLong(initial);
    SharedObject[] ours = make(ObjectKind.COUNTER, initial);
    for (Step step : steps) {
      take(step, twin, (SharedCounter) ours[step.who]);
      pair.same(twin::get, ((SharedCounter) ours[1 - step.who])::get);
    }
  }

  @Provide
  Arbitrary<Step> steps() {
    Arbitrary<Long> numbers =
        Arbitraries.oneOf(Arbitraries.longs().between(-3, 3), Arbitraries.longs());
    return Combinators.combine(
            Arbitraries.of(Op.class), numbers, numbers, Arbitraries.integers().between(0, 1))
        .as(Step::new);
  }

  private void take(Step step, AtomicLong twin, SharedCounter ours) {
    long x = step.x;
    switch (step.op) {
      case SET -> pair.same(doing(() -> twin.set(x)), doing(() -> ours.set(x)));
      case GET_AND_SET -> pair.same(() -> twin.getAndSet(x), () -> ours.getAndSet(x));
      case COMPARE_AND_SET ->
          pair.same(() -> twin.compareAndSet(x, step.y), () -> ours.compareAndSet(x, step.y));
      case INCREMENT -> pair.same(doing(twin::incrementAndGet), doing(ours::increment));
      case ADD -> pair.same(doing(() -> twin.addAndGet(x)), doing(() -> ours.add(x)));
      case GET_AND_ADD -> pair.same(() -> twin.getAndAdd(x), () -> ours.getAndAdd(x));
      case ADD_AND_GET -> pair.same(() -> twin.addAndGet(x), () -> ours.addAndGet(x));
      case GET_AND_INCREMENT -> pair.same(twin::getAndIncrement, ours::getAndIncrement);
      case INCREMENT_AND_GET -> pair.same(twin::incrementAndGet, ours::incrementAndGet);
      case GET_AND_DECREMENT -> pair.same(twin::getAndDecrement, ours::getAndDecrement);
      case DECREMENT_AND_GET -> pair.same(twin::decrementAndGet, ours::decrementAndGet);
      case GET_AND_UPDATE ->
          pair.same(() -> twin.getAndUpdate(v -> v * x), () -> ours.getAndUpdate(v -> v * x));
      case UPDATE_AND_GET ->
          pair.same(() -> twin.updateAndGet(v -> v ^ x), () -> ours.updateAndGet(v -> v ^ x));
      case GET_AND_ACCUMULATE ->
          pair.same(
              () -> twin.getAndAccumulate(x, (a, b) -> a - 2 * b),
              () -> ours.getAndAccumulate(x, (a, b) -> a - 2 * b));
      case ACCUMULATE_AND_GET ->
          pair.same(
              () -> twin.accumulateAndGet(x, (a, b) -> 2 * a - b),
              () -> ours.accumulateAndGet(x, (a, b) -> 2 * a - b));
    }
  }
}
