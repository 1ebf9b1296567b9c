package orchestrate.coordinator.export;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Metrics in Prometheus's text format, version 0.0.4: one family after the other. */
final class MetricsText {
  private static final long NANOS = 1_000_000_000;

  private final StringBuilder text = new StringBuilder();
  private final String prefix;
  private final Map<String, String> labels;
  private String family = "";

  /**
   * @param prefix of all names
   * @param labels that all have
   */
  MetricsText(String prefix, Map<String, String> labels) {
    this.prefix = prefix;
    this.labels = labels;
  }

  /** Words of ours as the value of a label. */
  static String word(String words) {
    return words.toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  /** Begins a family, whose samples follow. */
  MetricsText gauge(String name, String help) {
    begin(name, "gauge", help);
    return this;
  }

  MetricsText value(Map<String, String> further, long value) {
    return sample("", further, Long.toString(value));
  }

  MetricsText seconds(Map<String, String> further, long nanos) {
    return sample("", further, decimal(nanos));
  }

  void histogram(String name, String help, DurationBuckets durations) {
    begin(name, "histogram", help);
    durations.read(
        (limit, count) -> sample("_bucket", Map.of("le", decimal(limit)), Long.toString(count)));
    sample("_bucket", Map.of("le", "+Inf"), Long.toString(durations.count()));
    sample("_sum", Map.of(), decimal(durations.sum()));
    sample("_count", Map.of(), Long.toString(durations.count()));
  }

  private void begin(String name, String type, String help) {
    family = prefix + name;
    text.append("# HELP ").append(family).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(family).append(' ').append(type).append('\n');
  }

  private MetricsText sample(String suffix, Map<String, String> further, String value) {
    var all = new TreeMap<>(labels);
    all.putAll(further);
    text.append(family).append(suffix);
    char before = '{';
    for (Map.Entry<String, String> label : all.entrySet()) {
      text.append(before).append(label.getKey()).append("=\"");
      text.append(escaped(label.getValue())).append('"');
      before = ',';
    }
    text.append("} ").append(value).append('\n');
    return this;
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** Seconds without zeros at the end. (BigDecimal takes longer to load than all else here.) */
  static String decimal(long nanos) {
    long fraction = Math.abs(nanos % NANOS);
    String whole = (nanos < 0 ? "-" : "") + Math.abs(nanos / NANOS);
    if (fraction == 0) {
      return whole;
    }
    String digits = Long.toString(NANOS + fraction);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return whole + "." + digits.substring(1, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
