package orchestrate.benchmarks.report;

import static orchestrate.benchmarks.report.Sample.C;
import static orchestrate.benchmarks.report.Sample.OURS;
import static orchestrate.benchmarks.report.Sample.PYTHON;
import static orchestrate.benchmarks.report.Sample.measured;
import static orchestrate.benchmarks.report.Sample.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import orchestrate.benchmarks.report.Figure.Ratio;
import orchestrate.benchmarks.report.Figure.Verdict;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Measurement;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Unit;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final Metric METRIC =
      new Metric(
          "trip",
          "",
          Unit.ROUND_TRIP,
          List.of(
              new Bar.TimesPeer("ours", "C", 1.2),
              new Bar.TimesPeer("ours", "Python", 0.5),
              new Bar.Median("ours", 29),
              new Bar.Percentile99("ours", 40),
              new Bar.Median("C", 1)));
  private static final Scenario SCENARIO = scenario(METRIC);

  private final List<Figure> figures =
      Figure.of(
          METRIC,
          List.of(
              measured(
                  SCENARIO,
                  OURS,
                  "trip",
                  new double[] {10, 10, 40},
                  new double[] {30},
                  new double[] {33, 33}),
              measured(
                  SCENARIO, C, "trip", new double[] {10}, new double[] {20}, new double[] {30}),
              measured(SCENARIO, PYTHON, "trip")));

  private final Figure ours = figures.getFirst();

  @Test
  void aFewSlowSamplesDontMoveAMedian() {
    assertThat(ours.rounds()).containsExactly(10.0, 30.0, 33.0);
    assertThat(ours.time()).isEqualTo(new Spread(20, 30, 31.5));
  }

  @Test
  void theTailIsThatOfAllSamples() {
    assertThat(ours.percentile99()).isEqualTo(39.65);
  }

  /** 10/10, 30/20 and 33/30: the medians' ratio would be 30/20. */
  @Test
  void ratiosAreTakenRoundByRound() {
    assertThat(ours.ratios()).extracting(Ratio::peer).containsExactly("C");
    assertThat(ours.ratios().getFirst().times().median()).isEqualTo(1.1);
    assertThat(figures.get(1).ratios()).isEmpty();
  }

  @Test
  void barsAreForWhomTheyAreAndWhatWasMeasured() {
    assertThat(ours.verdicts())
        .containsExactly(
            new Verdict("<= 1.20 x C", "C", 1.2, 1.1, true),
            new Verdict("median <= 0.029 us", null, 29, 30, false),
            new Verdict("p99 <= 0.040 us", null, 40, 39.65, true));
    assertThat(figures.get(1).verdicts()).extracting(Verdict::met).containsExactly(false);
  }

  @Test
  void whoCouldNotTakePartSaysWhy() {
    assertThat(figures.get(2).missing()).isEqualTo("no python3");
    assertThat(figures.get(2).time()).isNull();
  }

  @Test
  void whoHasFailedSaysSo() {
    var failed = new Measurement(SCENARIO, OURS, List.of(), "out of luck");
    assertThat(Figure.of(METRIC, List.of(failed)).getFirst().missing()).isEqualTo("it has failed");
  }

  @Test
  void ofAnEfficiencyMoreIsWanted() {
    Metric efficiency =
        new Metric("used", "", Unit.EFFICIENCY, List.of(new Bar.Median("ours", 1 / 0.98)));
    Figure figure =
        Figure.of(efficiency, List.of(measured(SCENARIO, OURS, "used", new double[] {1.25})))
            .getFirst();
    assertThat(figure.verdicts()).extracting(Verdict::bar).containsExactly("median >= 98.0 %");
    assertThat(figure.verdicts()).extracting(Verdict::met).containsExactly(false);
    assertThat(Unit.EFFICIENCY.format(1.25)).isEqualTo("80.0 %");
  }

  @Test
  void whoHasNothingLikeItIsMissing() {
    Metric other = new Metric("other", "", Unit.OPERATION, List.of());
    Figure none =
        Figure.of(other, List.of(measured(SCENARIO, OURS, "trip", new double[] {1}))).getFirst();
    assertThat(none.missing()).isEqualTo("has nothing like it");
  }

  @Test
  void meansOfManyHaveNoTail() {
    Metric pair = new Metric("pair", "", Unit.OPERATION, List.of(new Bar.Percentile99("ours", 1)));
    Figure figure =
        Figure.of(pair, List.of(measured(SCENARIO, OURS, "pair", new double[] {1}))).getFirst();
    assertThat(figure.percentile99()).isNull();
    assertThat(figure.verdicts()).isEmpty();
  }
}
