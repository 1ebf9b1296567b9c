package orchestrate.coordinator.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WhatIfTest {
  private static final long[] NO_PERMITS = {};

  private static Work work(List<Integer> needs, long... pieces) {
    return new Work(
        needs, 1, Integer.MAX_VALUE, 0, NO_PERMITS, pieces, LongStream.of(pieces).max().orElse(0));
  }

  private static Map<Integer, Long> lengths(List<Work> works, int slots, long... permits) {
    var lengths = new TreeMap<Integer, Long>();
    WhatIf.of(works, slots, 1, permits).points().forEach(p -> lengths.put(p.slots(), p.nanos()));
    return lengths;
  }

  @Test
  void whatIsIndependentIsSharedOut() {
    var works = List.of(work(List.of(), 6, 6, 6, 6, 6, 6));

    assertThat(lengths(works, 2))
        .containsExactly(entry(1, 36L), entry(2, 18L), entry(3, 12L), entry(4, 12L));
  }

  @Test
  void aChainGainsNothing() {
    var works = List.of(work(List.of(), 5), work(List.of(0), 7), work(List.of(1), 1));

    WhatIf whatIf = WhatIf.of(works, 2, 1, NO_PERMITS);

    assertThat(whatIf.points()).extracting(WhatIf.Point::nanos).containsOnly(13L);
    assertThat(whatIf.shortestNanos()).isEqualTo(13);
    assertThat(whatIf.workNanos()).isEqualTo(13);
  }

  @Test
  void needsAreWaitedForAndWhatWasNotRunTakesNoTime() {
    // 0 and 1 before 2, which was skipped, before 3.
    var works =
        List.of(work(List.of(), 4), work(List.of(), 9), work(List.of(0, 1)), work(List.of(2), 2));

    assertThat(lengths(works, 1)).containsExactly(entry(1, 15L), entry(2, 11L));
  }

  @Test
  void thePriorityDecidesWhoIsFirst() {
    var low = work(List.of(), 3);
    var high = new Work(List.of(), 1, 1, 5, NO_PERMITS, new long[] {4}, 4);
    var after = work(List.of(1), 3);

    // high, then low beside after
    assertThat(lengths(List.of(low, high, after), 2)).contains(entry(1, 10L), entry(2, 7L));
  }

  @Test
  void permitsAndMostAtATimeHoldUpHoweverManySlotsThereAre() {
    var holding =
        new Work(List.of(), 1, Integer.MAX_VALUE, 0, new long[] {2}, new long[] {5, 5, 5, 5}, 5);
    var few = new Work(List.of(), 1, 2, 0, new long[] {0}, new long[] {1, 1, 1, 1, 1, 1}, 1);

    assertThat(lengths(List.of(holding), 4, 5)).containsEntry(1, 20L).containsEntry(8, 10L);
    assertThat(lengths(List.of(few), 4, 5)).containsEntry(1, 6L).containsEntry(8, 3L);
  }

  @Test
  void wideOnesTakeMoreAndNeverMoreThanThereIs() {
    var wide = new Work(List.of(), 3, Integer.MAX_VALUE, 0, NO_PERMITS, new long[] {10, 10}, 10);

    assertThat(lengths(List.of(wide), 3))
        .containsExactly(
            entry(1, 20L),
            entry(2, 20L),
            entry(3, 20L),
            entry(4, 20L),
            entry(5, 20L),
            entry(6, 10L));
  }

  @Test
  void whatTakesNoSlotRunsBesideAllElse() {
    var service = new Work(List.of(), 0, 1, 0, NO_PERMITS, new long[] {100}, 100);

    assertThat(lengths(List.of(service, work(List.of(), 60, 60)), 1))
        .containsExactly(entry(1, 120L), entry(2, 100L));
  }

  @Test
  void severalThreadsShareASlot() {
    var works = List.of(work(List.of(), 1, 1, 1, 1, 1, 1, 1, 1));

    WhatIf whatIf = WhatIf.of(works, 1, 4, NO_PERMITS);

    assertThat(whatIf.points()).containsExactly(new WhatIf.Point(1, 2), new WhatIf.Point(2, 1));
    assertThat(whatIf.workNanos()).isEqualTo(2);
  }

  /** As Graham has shown of every list schedule. */
  @Test
  void itIsNeverShorterThanTheBoundsNorMoreThanTheirSum() {
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var works = new ArrayList<Work>();
      for (int task = 0; task < 12; task++) {
        int number = task;
        var needs =
            random.ints(random.nextInt(3), 0, Math.max(1, number)).boxed().distinct().toList();
        long[] pieces = random.longs(random.nextInt(5), 1, 50).toArray();
        works.add(work(number == 0 ? List.of() : needs, pieces));
      }
      WhatIf whatIf = WhatIf.of(works, 4, 1, NO_PERMITS);

      long sum = works.stream().mapToLong(Work::totalNanos).sum();
      assertThat(whatIf.workNanos()).isEqualTo(sum);
      for (WhatIf.Point point : whatIf.points()) {
        long share = Math.ceilDiv(sum, point.slots());
        assertThat(point.nanos())
            .isGreaterThanOrEqualTo(Math.max(share, whatIf.shortestNanos()))
            .isLessThanOrEqualTo(share + whatIf.shortestNanos());
      }
    }
  }

  @Test
  void ofVeryManySlotsSomeNumbersAreTold() {
    var points = WhatIf.of(List.of(work(List.of(), 5)), 100, 1, NO_PERMITS).points();

    assertThat(points).hasSizeLessThan(30);
    assertThat(points).extracting(WhatIf.Point::slots).contains(1, 100, 200).isSorted();
  }

  @Test
  void ofVeryMuchWorkFewerNumbersAreTold() {
    var works = List.of(work(List.of(), new Random(2).longs(200_000, 1, 1000).toArray()));

    assertThat(lengths(works, 32)).containsOnlyKeys(1, 16, 32, 48, 64);
  }

  @Test
  void whatNeedsItselfIsLeftOut() {
    var works = List.of(work(List.of(1), 5), work(List.of(0), 5), work(List.of(), 3));

    assertThat(lengths(works, 1)).containsExactly(entry(1, 3L), entry(2, 3L));
  }

  @Test
  void whatIsTooMuchIsNotSimulated() {
    var works = new ArrayList<Work>();
    for (int i = 0; i < 10_000; i++) {
      works.add(new Work(List.of(), 1, 1, 0, new long[] {1}, new long[] {1}, 1));
    }

    assertThat(WhatIf.of(works, 2, 1, new long[] {1}).points()).isEmpty();
  }
}
