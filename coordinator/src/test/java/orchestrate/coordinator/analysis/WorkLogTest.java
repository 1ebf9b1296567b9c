package orchestrate.coordinator.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkLogTest {
  private final WorkLog log = new WorkLog();

  @Test
  void fewAreKeptAsTheyAre() {
    for (long nanos : new long[] {5, 0, 7}) {
      log.add(nanos);
    }

    assertThat(log.pieces(100)).containsExactly(5, 0, 7);
    assertThat(log.pieces(1)).containsExactly(5, 0, 7);
    assertThat(log.longestNanos()).isEqualTo(7);
    assertThat(new WorkLog().pieces(100)).isEmpty();
  }

  @Test
  void neighboursOfManyAreAddedUpInTheirOrder() {
    int count = 1_000_000;
    for (int i = 0; i < count; i++) {
      log.add(i);
    }

    long[] pieces = log.pieces(1);
    assertThat(pieces).hasSizeLessThanOrEqualTo(WorkLog.MOST_PIECES);
    assertThat(Arrays.copyOf(pieces, pieces.length - 1)).isSorted(); // the last one has less
    assertThat(pieces).hasSizeGreaterThan(WorkLog.MOST_PIECES / 2 - 100);
    assertThat(LongStream.of(pieces).sum()).isEqualTo(log.totalNanos());
    assertThat(log.count()).isEqualTo(count);
    assertThat(log.totalNanos()).isEqualTo((long) count * (count - 1) / 2);
  }

  @Test
  void theyAreSplitAgainIfMoreAreWantedButNeverFinerThanTheyWere() {
    for (int i = 0; i < WorkLog.MOST_PIECES * 2; i++) {
      log.add(10);
    }

    assertThat(log.pieces(1_000_000)).hasSize(WorkLog.MOST_PIECES * 2).containsOnly(10);
  }
}
