package orchestrate.benchmarks.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one run of a program has measured.
 *
 * @param byMetric nanoseconds, in the order in which they were taken; never empty
 */
public record Samples(Map<String, double[]> byMetric) {
  /** Reads what a {@link Contestant.Program} prints. */
  static Samples parse(List<String> lines) {
    Map<String, List<Double>> values =
        lines.stream()
            .map(Samples::words)
            .collect(
                Collectors.groupingBy(
                    words -> words[0],
                    Collectors.mapping(
                        words -> Double.valueOf(words[1]),
                        Collectors.toCollection(ArrayList::new))));
    return new Samples(
        values.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey,
                    e -> e.getValue().stream().mapToDouble(Double::doubleValue).toArray())));
  }

  private static String[] words(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 2 || !words[1].matches("[0-9]+(\\.[0-9]+)?")) {
      throw new IllegalArgumentException(
          "not a sample, expected 'METRIC NANOSECONDS': '" + line + "'");
    }
    return words;
  }
}
