package orchestrate.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantilesTest {
  @Test
  void aMedianIsTheMiddleOneOrBetweenTheTwoInTheMiddle() {
    assertThat(new Quantiles(new double[] {9, 1, 5}).median()).isEqualTo(5);
    assertThat(new Quantiles(new double[] {9, 1, 5, 7}).median()).isEqualTo(6);
    assertThat(new Quantiles(new double[] {3}).at(0.99)).isEqualTo(3);
  }

  /** As {@code quantile(c(1, 2, 3, 4, 10), c(.25, .75, .99))} in R says. */
  @Test
  void itInterpolatesAsRDoes() {
    Quantiles quantiles = new Quantiles(new double[] {10, 4, 3, 2, 1});
    assertThat(quantiles.spread()).isEqualTo(new Spread(2, 3, 4));
    assertThat(quantiles.at(0.99)).isCloseTo(9.76, within(1e-12));
    assertThat(quantiles.at(0)).isEqualTo(1);
    assertThat(quantiles.at(1)).isEqualTo(10);
  }

  @Test
  void itLeavesTheGivenArrayAsItIs() {
    double[] values = {2, 1};
    assertThat(new Quantiles(values).median()).isEqualTo(1.5);
    assertThat(values).containsExactly(2, 1);
  }

  @Test
  void nothingHasNoMedian() {
    assertThatThrownBy(() -> new Quantiles(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
