package orchestrate.ipc.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
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
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterProperty;
import orchestrate.ipc.array.Cells.Kind;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.testing.Passed;

/** A segment is an array, of whatever name, and the same one for all who have it. */
class SegmentPropertiesTest {
  enum Op {
    GET,
    SET,
    GET_ACQUIRE,
    SET_RELEASE,
    GET_AND_ADD,
    COMPARE_AND_SET,
    COPY_FROM,
    COPY_TO,
    FILL
  }

  /**
   * @param other what is added, expected, or how many elements are copied
   * @param who by which of those who have the segment
   */
  record Step(Op op, long index, long value, int other, int who) {}

  private final Path base = Files.createTempDirectory("segments");
  private final Session one = Session.create(base.resolve("s"), "one");
  private final Session two = Session.open(base.resolve("s"), "two");
  private int tries;

  /** Made once for a property. */
  SegmentPropertiesTest() throws IOException {}

  @AfterProperty
  void leave() throws IOException {
    two.close();
    one.close();
    Files.delete(base);
  }

  @Property(tries = 150)
  void doesWhatAnArrayDoes(
      @ForAll Kind kind,
      @ForAll @StringLength(max = 10) String anyName,
      @ForAll @IntRange(min = 1, max = 9) int length,
      @ForAll @Size(max = 60) List<@From("steps") Step> steps)
      throws Exception {
    String name = anyName.replaceAll("\\p{Cs}", "?") + ++tries;
    SharedSegment made = kind.make(one, name, length);
    List<SharedSegment> all =
        List.of(made, kind.find(two, name), Passed.copy(made, SharedSegment.class));
    var array = new long[length];
    for (Step step : steps) {
      if (kind.hasAtomics() || (step.op != Op.GET_AND_ADD && step.op != Op.COMPARE_AND_SET)) {
        assertThat(outcome(() -> ofSegment(step, kind.cells(all.get(step.who)))))
            .as("%s", step)
            .isEqualTo(outcome(() -> ofArray(step, array, kind)));
      }
    }
    for (SharedSegment segment : all) {
      assertThat(segment.length()).isEqualTo(length);
      assertThat(kind.cells(segment).copyTo(0, length)).containsExactly(array);
      assertThat(kind.inMemory(segment)).containsExactly(array);
    }
  }

  private static String outcome(Callable<?> call) throws Exception {
    try {
      return String.valueOf(call.call());
    } catch (IndexOutOfBoundsException e) {
      return "out of bounds";
    }
  }

  private static Object ofSegment(Step step, Cells cells) {
    return switch (step.op) {
      case GET -> cells.get(step.index);
      case GET_ACQUIRE -> cells.getAcquire(step.index);
      case SET -> done(() -> cells.set(step.index, step.value));
      case SET_RELEASE -> done(() -> cells.setRelease(step.index, step.value));
      case GET_AND_ADD -> cells.getAndAdd(step.index, step.other);
      case COMPARE_AND_SET -> cells.compareAndSet(step.index, step.other, step.value);
      case COPY_FROM -> done(() -> cells.copyFrom(values(step), step.index));
      case COPY_TO -> Arrays.toString(cells.copyTo(step.index, step.other));
      case FILL -> done(() -> cells.fill(step.value));
    };
  }

  private static Object ofArray(Step step, long[] array, Kind kind) {
    int length = array.length;
    return switch (step.op) {
      case GET, GET_ACQUIRE -> array[at(step, length)];
      case SET, SET_RELEASE -> done(() -> array[at(step, length)] = kind.narrow(step.value));
      case GET_AND_ADD -> {
        long former = array[at(step, length)];
        array[at(step, length)] = kind.narrow(former + step.other);
        yield former;
      }
      case COMPARE_AND_SET -> {
        boolean same = array[at(step, length)] == step.other;
        if (same) {
          array[at(step, length)] = kind.narrow(step.value);
        }
        yield same;
      }
      case COPY_FROM -> {
        Objects.checkFromIndexSize(step.index, step.other, (long) length);
        long[] values = Arrays.stream(values(step)).map(kind::narrow).toArray();
        System.arraycopy(values, 0, array, (int) step.index, step.other);
        yield "done";
      }
      case COPY_TO -> {
        Objects.checkFromIndexSize(step.index, step.other, (long) length);
        int from = (int) step.index;
        yield Arrays.toString(Arrays.copyOfRange(array, from, from + step.other));
      }
      case FILL -> done(() -> Arrays.fill(array, kind.narrow(step.value)));
    };
  }

  private static int at(Step step, int length) {
    return (int) Objects.checkIndex(step.index, (long) length);
  }

  private static String done(Runnable action) {
    action.run();
    return "done";
  }

  /** So many, all different. */
  private static long[] values(Step step) {
    var values = new long[step.other];
    Arrays.setAll(values, i -> step.value + i);
    return values;
  }

  @Provide
  Arbitrary<Step> steps() {
    Arbitrary<Long> indices =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.longs().between(0, 8)),
            Tuple.of(1, Arbitraries.of(-1L, 9L, 10L, 1L << 32, 1L << 61, 1L << 62, Long.MAX_VALUE)),
            Tuple.of(1, Arbitraries.of(Long.MIN_VALUE, -1L << 61, -1L << 32)));
    // Up to what a double has, too.
    Arbitrary<Long> values = Arbitraries.longs().between(-1L << 52, 1L << 52);
    return Combinators.combine(
            Arbitraries.of(Op.class),
            indices,
            Arbitraries.oneOf(values, Arbitraries.longs().between(0, 4)),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 2))
        .as(Step::new);
  }
}
