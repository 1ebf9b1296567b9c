package orchestrate.coordinator.export;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Prometheus's text format as strictly as its parser does, and then some: each family has a
 * help and a type before its samples, all of which stand together; no sample is there twice; and a
 * histogram adds up.
 */
final class PrometheusText {
  private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (gauge|counter|histogram|summary)");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
  private static final Set<String> OF_A_HISTOGRAM = Set.of("_bucket", "_sum", "_count");

  private final Map<String, String> types = new LinkedHashMap<>();
  private final Map<String, Map<Map<String, String>, Double>> samples = new LinkedHashMap<>();
  private final Set<String> done = new HashSet<>();
  private String family = "";

  PrometheusText(String text) {
    assertThat(text).endsWith("\n").doesNotContain("\r");
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    for (int i = 0; i < lines.size(); i++) {
      Matcher help = HELP.matcher(lines.get(i));
      if (help.matches()) {
        begin(help.group(1), lines.get(++i));
      } else {
        sample(lines.get(i));
      }
    }
    types.forEach(
        (name, type) -> {
          if (type.equals("histogram")) {
            checkHistogram(name);
          }
        });
  }

  private void begin(String name, String line) {
    Matcher type = TYPE.matcher(line);
    assertThat(type.matches()).as(line).isTrue();
    assertThat(type.group(1)).isEqualTo(name);
    assertThat(done).doesNotContain(name);
    done.add(name);
    family = name;
    types.put(name, type.group(2));
  }

  private void sample(String line) {
    int brace = line.indexOf('{');
    String name = line.substring(0, brace);
    assertThat(name).matches(NAME);
    assertThat(line).startsWith(family);
    String suffix = name.substring(family.length());
    assertThat("histogram".equals(types.get(family)) ? OF_A_HISTOGRAM : Set.of(""))
        .as(line)
        .contains(suffix);
    var labels = new TreeMap<String, String>();
    int at = brace;
    do {
      int equals = line.indexOf("=\"", at);
      String label = line.substring(at + 1, equals);
      assertThat(label).matches(LABEL);
      var value = new StringBuilder();
      for (at = equals + 2; line.charAt(at) != '"'; at++) {
        value.append(line.charAt(at) == '\\' ? escaped(line.charAt(++at)) : line.charAt(at));
      }
      assertThat(labels.put(label, value.toString())).as(line).isNull();
      at++;
    } while (line.charAt(at) == ',');
    assertThat(line.substring(at, at + 2)).isEqualTo("} ");
    String number = line.substring(at + 2);
    assertThat(number).matches(NUMBER);
    Double before =
        samples.computeIfAbsent(name, _ -> new HashMap<>()).put(labels, Double.parseDouble(number));
    assertThat(before).as("twice: " + line).isNull();
  }

  private static char escaped(char c) {
    return switch (c) {
      case '\\', '"' -> c;
      case 'n' -> '\n';
      default -> throw new AssertionError("no escape: \\" + c);
    };
  }

  private void checkHistogram(String name) {
    var byLimit = new TreeMap<Double, Double>();
    of(name + "_bucket")
        .forEach(
            (labels, count) -> {
              String limit = requireNonNull(labels.get("le"));
              byLimit.put(
                  limit.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(limit),
                  count);
            });
    assertThat(new ArrayList<>(byLimit.values())).isSorted();
    assertThat(byLimit.lastKey()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(of(name + "_count").values()).containsExactly(byLimit.lastEntry().getValue());
    assertThat(samples).containsKey(name + "_sum");
  }

  private Map<Map<String, String>, Double> of(String name) {
    return samples.getOrDefault(name, Map.of());
  }

  /** Names of the families. */
  Set<String> families() {
    return types.keySet();
  }

  /** The value of a sample with exactly these labels: names and values in turn. */
  double value(String name, String... labels) {
    var wanted = new TreeMap<String, String>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    Double value = samples.getOrDefault(name, Map.of()).get(wanted);
    return requireNonNull(value, () -> name + wanted + " of " + samples.get(name));
  }
}
