package orchestrate.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Decimals;
import orchestrate.benchmarks.run.Measurement;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Samples;
import orchestrate.benchmarks.run.Unit;
import org.jspecify.annotations.Nullable;

/**
 * What came of one contestant in one metric; all times in nanoseconds.
 *
 * @param missing why there is nothing, or null
 * @param rounds the median of each round
 * @param time of the rounds' medians
 * @param percentile99 of all samples of all rounds, where a sample is one event
 * @param ratios to each peer
 */
public record Figure(
    String contestant,
    boolean ours,
    @Nullable String missing,
    List<Double> rounds,
    @Nullable Spread time,
    @Nullable Double percentile99,
    List<Ratio> ratios,
    List<Verdict> verdicts) {

  /** Our time divided by the peer's, round by round. */
  public record Ratio(String peer, Spread times) {}

  /**
   * Whether a bar was reached.
   *
   * @param peer to whom our time is compared; null if it is by itself
   * @param reached what is to be at most {@code limit}
   */
  public record Verdict(
      String bar, @Nullable String peer, double limit, double reached, boolean met) {}

  /** Works out the figures of a metric, in the order of the contestants. */
  static List<Figure> of(Metric metric, List<Measurement> measurements) {
    return measurements.stream().map(m -> of(metric, m, measurements)).toList();
  }

  private static Figure of(Metric metric, Measurement measured, List<Measurement> all) {
    Contestant contestant = measured.contestant();
    List<double[]> rounds = rounds(metric, measured);
    if (rounds.isEmpty()) {
      return new Figure(
          contestant.name(),
          contestant.ours(),
          why(measured),
          List.of(),
          null,
          null,
          List.of(),
          List.of());
    }
    double[] medians = medians(rounds);
    Spread time = new Quantiles(medians).spread();
    Double tail = metric.unit().hasTail() ? percentile99(rounds) : null;
    double maximum = rounds.stream().flatMapToDouble(Arrays::stream).max().orElseThrow();
    List<Ratio> ratios = contestant.ours() ? ratios(metric, medians, all) : List.of();
    List<Verdict> verdicts =
        metric.bars().stream()
            .filter(bar -> bar.contestant().equals(contestant.name()))
            .flatMap(bar -> verdict(bar, metric.unit(), time, maximum, tail, ratios).stream())
            .toList();
    return new Figure(
        contestant.name(),
        contestant.ours(),
        null,
        Arrays.stream(medians).boxed().toList(),
        time,
        tail,
        ratios,
        verdicts);
  }

  private static String why(Measurement measured) {
    if (measured.failure() != null) {
      return "it has failed";
    }
    return measured.contestant() instanceof Contestant.Missing(_, _, String reason)
        ? reason
        : "has nothing like it";
  }

  private static List<double[]> rounds(Metric metric, Measurement measured) {
    return measured.rounds().stream()
        .map(Samples::byMetric)
        .filter(samples -> samples.containsKey(metric.name()))
        .map(samples -> samples.get(metric.name()))
        .toList();
  }

  private static double[] medians(List<double[]> rounds) {
    return rounds.stream().mapToDouble(round -> new Quantiles(round).median()).toArray();
  }

  private static double percentile99(List<double[]> rounds) {
    return new Quantiles(rounds.stream().flatMapToDouble(Arrays::stream).toArray()).at(0.99);
  }

  private static List<Ratio> ratios(Metric metric, double[] ours, List<Measurement> all) {
    return all.stream()
        .filter(other -> !other.contestant().ours())
        .filter(other -> rounds(metric, other).size() == ours.length)
        .map(
            other ->
                new Ratio(
                    other.contestant().name(), pairwise(ours, medians(rounds(metric, other)))))
        .toList();
  }

  private static Spread pairwise(double[] ours, double[] theirs) {
    double[] ratios = new double[ours.length];
    Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
    return new Quantiles(ratios).spread();
  }

  /** Empty if what it is about wasn't measured. */
  private static List<Verdict> verdict(
      Bar bar, Unit unit, Spread time, double maximum, @Nullable Double tail, List<Ratio> ratios) {
    return switch (bar) {
      case Bar.Median(_, double nanos) ->
          List.of(verdict("median " + limit(unit, nanos), null, nanos, time.median()));
      case Bar.Maximum(_, double most) ->
          List.of(verdict("all " + limit(unit, most), null, most, maximum));
      case Bar.Percentile99(_, double nanos) ->
          tail == null
              ? List.of()
              : List.of(verdict("p99 " + limit(unit, nanos), null, nanos, tail));
      case Bar.TimesPeer(_, String peer, double factor) ->
          ratios.stream()
              .filter(ratio -> ratio.peer().equals(peer))
              .map(
                  ratio ->
                      verdict(
                          "<= " + Decimals.of(factor) + " x " + peer,
                          peer,
                          factor,
                          ratio.times().median()))
              .toList();
    };
  }

  private static String limit(Unit unit, double nanos) {
    return (unit.isInverse() ? ">= " : "<= ") + unit.format(nanos);
  }

  private static Verdict verdict(String bar, @Nullable String peer, double limit, double reached) {
    return new Verdict(bar, peer, limit, reached, reached <= limit);
  }
}
