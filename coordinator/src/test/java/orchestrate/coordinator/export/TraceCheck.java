package orchestrate.coordinator.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What must be so in every trace, for it to be drawn as it is meant. */
final class TraceCheck {
  private TraceCheck() {}

  static void isSound(JsonNode root) {
    var processes = new HashSet<Integer>();
    var threads = new HashSet<Integer>();
    var slices = new HashMap<Integer, List<JsonNode>>();
    var asyncs = new HashMap<String, String>();
    var arrows = new HashMap<String, JsonNode>();
    Map<String, Double> counters = new HashMap<>();
    for (JsonNode event : root.get("traceEvents")) {
      int thread = event.get("tid").asInt();
      String name = event.get("name").asString();
      switch (event.get("ph").asString()) {
        case "M" -> {
          boolean isNew =
              (name.equals("process_name") ? processes : threads)
                  .add(name.equals("process_name") ? event.get("pid").asInt() : thread);
          assertThat(isNew).as("told once: " + event).isTrue();
        }
        case "X" -> {
          assertThat(processes).contains(event.get("pid").asInt());
          assertThat(threads).contains(thread);
          slices.computeIfAbsent(thread, t -> new ArrayList<>()).add(event);
        }
        case "b" -> assertThat(asyncs.put(event.get("id").asString(), name)).isNull();
        case "e" -> assertThat(asyncs.remove(event.get("id").asString())).isEqualTo(name);
        case "s" -> assertThat(arrows.put(event.get("id").asString(), event)).isNull();
        case "f" -> {
          JsonNode start = arrows.remove(event.get("id").asString());
          assertThat(start != null && isWithin(start, slices))
              .as("begins within a slice: " + event)
              .isTrue();
          assertThat(isWithin(event, slices)).as("within a slice: " + event).isTrue();
        }
        case "C" -> {
          Double last = counters.put(name, event.get("ts").asDouble());
          assertThat(last == null || last < event.get("ts").asDouble()).isTrue();
        }
        case "i" -> assertThat(processes).contains(event.get("pid").asInt());
        default -> throw new AssertionError("unknown: " + event);
      }
    }
    assertThat(new PerfettoImport(root).problems).isEmpty();
    assertThat(asyncs).as("waits without an end").isEmpty();
    assertThat(arrows).as("arrows without an end").isEmpty();
    slices.values().forEach(TraceCheck::doNotOverlap);
  }

  private static void doNotOverlap(List<JsonNode> track) {
    track.sort(Comparator.comparingLong(TraceCheck::start));
    long end = 0;
    for (JsonNode slice : track) {
      assertThat(start(slice)).as(slice::toString).isGreaterThanOrEqualTo(end);
      assertThat(duration(slice)).isNotNegative();
      end = start(slice) + duration(slice);
    }
  }

  private static boolean isWithin(JsonNode event, Map<Integer, List<JsonNode>> slices) {
    return slices.getOrDefault(event.get("tid").asInt(), List.of()).stream()
        .anyMatch(
            slice ->
                start(slice) <= start(event) && start(event) <= start(slice) + duration(slice));
  }

  /** In nanoseconds: as doubles, sums would not be exact. */
  private static long start(JsonNode event) {
    return Math.round(event.get("ts").asDouble() * 1000);
  }

  private static long duration(JsonNode event) {
    return Math.round(event.get("dur").asDouble() * 1000);
  }
}
