package orchestrate.coordinator.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Perfetto's trace processor has in its tables when it has read a trace, and what it would
 * count as an error in its table {@code stats}. It does what {@code google/perfetto} does in {@code
 * src/trace_processor}: {@code importers/json/json_trace_tokenizer.cc} and {@code
 * json_trace_parser_impl.cc}, {@code importers/common/flow_tracker.cc} and {@code
 * slice_tracker.cc}, {@code sorter/trace_sorter.h}.
 */
final class PerfettoImport {
  /** From a slice to another, by their names. */
  final List<String> flows = new ArrayList<>();

  /** Names of counter tracks. */
  final Set<String> counters = new HashSet<>();

  final List<String> problems = new ArrayList<>();

  private record Slice(String name, long start, long end) {}

  /** By thread: a flow belongs to the last slice that began and was not seen to be over. */
  private final Map<Integer, Deque<Slice>> open = new HashMap<>();

  private final Map<String, Slice> begun = new HashMap<>();
  private final Set<String> asyncs = new HashSet<>();

  PerfettoImport(JsonNode root) {
    if (root.has("displayTimeUnit")) {
      problems.add("json_display_time_unit");
    }
    StreamSupport.stream(root.get("traceEvents").spliterator(), false)
        .sorted(inTheOrderOfTheSorter())
        .forEach(this::read);
    asyncs.forEach(id -> problems.add("never ends: " + id));
  }

  /** At the same time slices come first, long ones before short ones; else as in the file. */
  private static Comparator<JsonNode> inTheOrderOfTheSorter() {
    return Comparator.comparingLong(PerfettoImport::time)
        .thenComparingLong(
            event -> event.has("dur") ? Long.MAX_VALUE - nanos(event, "dur") : Long.MAX_VALUE);
  }

  private static long time(JsonNode event) {
    return event.has("ts") ? nanos(event, "ts") : 0;
  }

  private static long nanos(JsonNode event, String key) {
    return Math.round(event.get(key).asDouble() * 1000);
  }

  private void read(JsonNode event) {
    String name = event.get("name").asString();
    switch (event.get("ph").asString()) {
      case "M" -> {}
      case "X" -> slice(event, name);
      case "s" -> {
        Slice from = enclosing(event);
        if (from != null && begun.put(id(event), from) != null) {
          problems.add("flow_duplicate_id: " + event);
        }
      }
      case "f" -> {
        Slice to = enclosing(event);
        Slice from = begun.get(id(event));
        if (from == null) {
          problems.add("flow_end_without_start: " + event);
        } else if (to != null) {
          flows.add(
              from.start() > to.start()
                  ? to.name() + " -> " + from.name()
                  : from.name() + " -> " + to.name());
        }
      }
      case "b" -> {
        if (!asyncs.add(id(event))) {
          problems.add("begins twice: " + event);
        }
      }
      case "e" -> {
        if (!asyncs.remove(id(event))) {
          problems.add("ends without a beginning: " + event);
        }
      }
      case "C" ->
          event
              .get("args")
              .properties()
              .forEach(
                  value -> {
                    if (value.getValue().isNumber()) {
                      counters.add(name + " " + value.getKey());
                    } else {
                      problems.add("json_parser_failure: " + event);
                    }
                  });
      case "i" -> {
        if (!event.get("s").asString().equals("g")) {
          problems.add("not on the track of the whole: " + event);
        }
      }
      default -> problems.add("unknown: " + event);
    }
  }

  private void slice(JsonNode event, String name) {
    long start = time(event);
    var slice = new Slice(name, start, start + nanos(event, "dur"));
    Deque<Slice> track = open.computeIfAbsent(event.get("tid").asInt(), t -> new ArrayDeque<>());
    while (!track.isEmpty() && track.peek().end() <= start) {
      track.pop();
    }
    if (!track.isEmpty()) {
      problems.add(slice + " is drawn below " + track.peek());
    }
    track.push(slice);
  }

  private static String id(JsonNode event) {
    return "%s %s %x"
        .formatted(
            event.get("cat").asString(),
            event.get("name").asString(),
            Long.parseLong(event.get("id").asString(), 16));
  }

  private @Nullable Slice enclosing(JsonNode event) {
    Deque<Slice> track = open.getOrDefault(event.get("tid").asInt(), new ArrayDeque<>());
    if (track.isEmpty()) {
      problems.add("flow_no_enclosing_slice: " + event);
      return null;
    }
    if (time(event) > track.peek().end()) {
      problems.add(track.peek() + " is over when an arrow meets it: " + event);
    }
    return track.peek();
  }
}
