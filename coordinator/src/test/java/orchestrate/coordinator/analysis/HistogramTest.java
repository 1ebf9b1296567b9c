package orchestrate.coordinator.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private final Histogram histogram = new Histogram();

  @Test
  void everyDurationIsInTheClassThatBeginsBeforeItAndEndsAfterIt() {
    var random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long nanos = random.nextLong() >>> random.nextInt(1, 64);
      var one = new Histogram();
      one.add(nanos);

      assertThat(one.counts()).containsExactly(1);
      double micros = nanos / 1000.0;
      assertThat(micros)
          .isGreaterThanOrEqualTo(Histogram.startMicros(one.first()))
          .isLessThan(Histogram.startMicros(one.first() + 1));
    }
  }

  @Test
  void growsToBothSides() {
    histogram.add(8_000);
    histogram.add(1_000);
    histogram.add(64_000);
    histogram.add(8_999);

    assertThat(histogram.total()).isEqualTo(4);
    assertThat(histogram.sumNanos()).isEqualTo(81_999);
    assertThat(histogram.longestNanos()).isEqualTo(64_000);
    assertThat(Histogram.startMicros(histogram.first())).isEqualTo(1);
    assertThat(histogram.counts()).hasSize(6 * 4 + 1).startsWith(1).endsWith(1).contains(2);
    assertThat(Arrays.stream(histogram.counts()).sum()).isEqualTo(4);
  }

  @Test
  void percentilesAreNearTheTrueOnes() {
    for (int micros = 1; micros <= 10_000; micros++) {
      histogram.add(micros * 1000L);
    }

    for (int percent : new int[] {1, 50, 90, 99}) {
      double exact = percent * 100_000.0;
      assertThat((double) histogram.percentileNanos(percent)).isBetween(exact * 0.87, exact * 1.13);
    }
    assertThat(histogram.percentileNanos(100)).isLessThanOrEqualTo(histogram.longestNanos());
  }

  @Test
  void ofNothingIsNothing() {
    assertThat(histogram.percentileNanos(50)).isZero();
    assertThat(histogram.counts()).isEmpty();
  }
}
