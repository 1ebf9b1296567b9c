package orchestrate.coordinator.export;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import orchestrate.config.Action;
import orchestrate.config.Position;
import orchestrate.config.Printable;
import orchestrate.coordinator.analysis.CriticalPath;
import orchestrate.coordinator.analysis.CriticalPath.Span;
import orchestrate.coordinator.analysis.Histogram;
import orchestrate.coordinator.analysis.WhatIf;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.report.RunSummary;
import orchestrate.coordinator.report.RunSummary.Failure;
import orchestrate.coordinator.report.TaskSummary;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * What the page is told of a run as a whole, and of its tasks. Times are milliseconds since the run
 * began. All texts are cut, and fit to be shown.
 */
record RunJson(
    Plan plan,
    RunSummary summary,
    RunFiles files,
    List<TaskLedger> ledgers,
    Histogram durations,
    List<Lane> lanes,
    List<String> reasons,
    List<LogExcerpt> excerpts,
    List<Remark> remarks,
    Unlisted unlisted) {
  private static final int LONGEST_TEXT = 300;
  private static final int MOST_PARAMS = 100;

  /** Where attempts ran. */
  record Lane(int worker, int lane, boolean commands) {}

  /** Something that happened to the run as a whole. */
  record Remark(long at, String text) {}

  /**
   * What is not told one by one.
   *
   * @param drawnTogether attempts that are drawn with others
   * @param notShown attempts that are only counted
   * @param withoutText attempts whose items' names were left out
   */
  record Unlisted(long drawnTogether, long notShown, long withoutText) {}

  void write(OutputStream out, Map<String, String> surroundings, Map<String, String> params) {
    JsonGenerator json =
        JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build()
            .createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    List<Span> spans = summary.tasks().stream().map(this::span).toList();
    List<List<Integer>> dependencies = Dependencies.of(plan, spans);
    json.writeStartObject();
    head(json);
    texts(json, "surroundings", surroundings);
    texts(json, "params", params);
    tasks(json);
    links(json);
    lanes(json);
    failures(json);
    remarks(json);
    json.writeArrayPropertyStart("states");
    for (AttemptState state : AttemptState.values()) {
      json.writeString(state.word());
    }
    json.writeEndArray();
    strings(json, "reasons", reasons);
    json.writeObjectPropertyStart("unlisted");
    json.writeNumberProperty("drawnTogether", unlisted.drawnTogether());
    json.writeNumberProperty("notShown", unlisted.notShown());
    json.writeNumberProperty("withoutText", unlisted.withoutText());
    json.writeEndObject();
    criticalPath(json, CriticalPath.of(spans, dependencies));
    whatIf(json, RecordedWork.whatIf(plan, summary.tasks(), ledgers, dependencies));
    histogram(json, "durations", durations);
    classes(json);
    json.writeEndObject();
    json.close();
  }

  private void head(JsonGenerator json) {
    json.writeStringProperty("run", summary.runId());
    json.writeStringProperty("job", shown(summary.job()));
    json.writeStringProperty("file", shown(files.shown(plan.job().source().path())));
    json.writeStringProperty("folder", shown(files.shown(files.folder())));
    json.writeNumberProperty("started", summary.startedAt());
    json.writeNumberProperty("millis", summary.millis());
    json.writeNumberProperty("span", summary.spanMillis());
    json.writeNumberProperty("slots", plan.slots());
    json.writeNumberProperty("threads", plan.job().workers().threads().count());
    json.writeStringProperty("outcome", outcome());
    optional(json, "stopReason", summary.stopReason());
    json.writeNumberProperty("failureCount", summary.failureCount());
    json.writeNumberProperty("allFailures", summary.allFailures());
  }

  /** How the run as a whole stands; it is reported before its end if its process was killed. */
  private String outcome() {
    if (!summary.isOver()) {
      return "unfinished";
    }
    return summary.stopReason() != null ? "stopped" : summary.succeeded() ? "succeeded" : "failed";
  }

  private static void texts(JsonGenerator json, String name, Map<String, String> texts) {
    json.writeArrayPropertyStart(name);
    texts.entrySet().stream()
        .limit(MOST_PARAMS)
        .forEach(
            each -> {
              json.writeStartArray();
              json.writeString(shown(each.getKey()));
              json.writeString(shown(each.getValue()));
              json.writeEndArray();
            });
    json.writeEndArray();
  }

  private void tasks(JsonGenerator json) {
    json.writeArrayPropertyStart("tasks");
    summary.tasks().forEach(task -> task(json, task));
    json.writeEndArray();
  }

  private void task(JsonGenerator json, TaskSummary task) {
    PlannedTask planned = task.task();
    TaskLedger ledger = ledgers.get(planned.number());
    json.writeStartObject();
    json.writeStringProperty("name", shown(planned.name()));
    json.writeStringProperty("kind", kind(planned));
    if (planned.spec().isFinal()) {
      json.writeBooleanProperty("final", true);
    }
    json.writeStringProperty("result", task.word());
    optional(json, "reason", task.status().reason());
    optional(json, "because", task.because() == null ? null : task.because().brief());
    optional(json, "place", place(planned));
    if (planned.isFanOut()) {
      json.writeNumberProperty("count", task.count());
    }
    number(json, "ok", task.succeeded());
    number(json, "upToDate", task.upToDate());
    number(json, "failed", task.failed());
    number(json, "cancelled", task.cancelled());
    number(json, "retries", task.retries());
    number(json, "warnings", task.warnings());
    number(json, "subtasks", task.subtasks());
    number(json, "artifacts", task.artifacts());
    optional(json, "artifactTrouble", task.artifactTrouble());
    if (task.startedAt() != 0) {
      json.writeNumberProperty("start", task.startedAt() - summary.startedAt());
      json.writeNumberProperty("end", task.startedAt() - summary.startedAt() + task.millis());
    }
    Long ready = task.readyMillis();
    if (ready != null) {
      json.writeNumberProperty("readyAfter", ready);
    }
    number(json, "busy", task.busyMillis());
    number(json, "cpu", task.use().cpuNanos() / 1_000_000);
    number(json, "peak", task.use().peakBytes());
    if (ledger.command != null) {
      json.writeStringProperty("command", lines(ledger.command));
    }
    optional(json, "log", ledger.log);
    if (!ledger.printed.isEmpty()) {
      strings(json, "printed", ledger.printed);
    }
    if (ledger.durations != null && ledger.durations.total() > 0) {
      histogram(json, "durations", ledger.durations);
    }
    json.writeEndObject();
  }

  private static String kind(PlannedTask task) {
    if (task.spec().isService()) {
      return "service";
    }
    return task.spec().action() instanceof Action.Java ? "java" : "command";
  }

  private String place(PlannedTask task) {
    Position place = plan.job().placeOf(task.spec());
    return files.shown(place.source().path()) + ":" + place.line();
  }

  /** From whom, to whom, and what joins them. */
  private void links(JsonGenerator json) {
    Map<String, List<Integer>> setters = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (PlannedTask task : plan.tasks()) {
      numbers.put(task.name(), task.number());
      task.spec()
          .sets()
          .forEach(
              event -> setters.computeIfAbsent(event, _ -> new ArrayList<>()).add(task.number()));
    }
    json.writeArrayPropertyStart("links");
    for (PlannedTask task : plan.tasks()) {
      task.needs().forEach(need -> link(json, need, task, "need"));
      for (String event : task.spec().waitsFor()) {
        setters
            .getOrDefault(event, List.of())
            .forEach(setter -> link(json, setter, task, "event " + shown(event)));
      }
      String writer = task.spec().pipeFrom();
      if (writer != null && numbers.containsKey(writer)) {
        link(json, numbers.get(writer), task, "pipe");
      }
    }
    json.writeEndArray();
  }

  private static void link(JsonGenerator json, int from, PlannedTask to, String kind) {
    json.writeStartArray();
    json.writeNumber(from);
    json.writeNumber(to.number());
    json.writeString(kind);
    json.writeEndArray();
  }

  private void lanes(JsonGenerator json) {
    json.writeArrayPropertyStart("lanes");
    for (Lane lane : lanes) {
      json.writeStartArray();
      json.writeNumber(lane.worker());
      json.writeNumber(lane.lane());
      json.writeString(lane.commands() ? "commands" : "java");
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private void failures(JsonGenerator json) {
    json.writeArrayPropertyStart("failures");
    for (int i = 0; i < summary.failures().size(); i++) {
      failure(json, summary.failures().get(i), excerpts.get(i));
    }
    json.writeEndArray();
  }

  private void failure(JsonGenerator json, Failure failure, LogExcerpt excerpt) {
    json.writeStartObject();
    json.writeStringProperty("name", Texts.cut(failure.name(), LONGEST_TEXT));
    json.writeNumberProperty("task", failure.task().number());
    json.writeNumberProperty("instance", failure.instance());
    json.writeNumberProperty("attempt", failure.attempt());
    json.writeNumberProperty("millis", failure.nanos() / 1_000_000);
    json.writeStringProperty("reason", shown(failure.outcome().reason()));
    if (failure.isAllowed()) {
      json.writeBooleanProperty("allowed", true);
    }
    optional(json, "log", excerpt.log());
    strings(json, "printed", excerpt.lines());
    json.writeEndObject();
  }

  private void remarks(JsonGenerator json) {
    json.writeArrayPropertyStart("remarks");
    for (Remark remark : remarks) {
      json.writeStartArray();
      json.writeNumber(remark.at());
      json.writeString(shown(remark.text()));
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void criticalPath(JsonGenerator json, List<CriticalPath.Step> steps) {
    json.writeArrayPropertyStart("criticalPath");
    for (CriticalPath.Step step : steps) {
      json.writeStartArray();
      json.writeNumber(step.task());
      json.writeNumber(step.waited());
      json.writeNumber(step.start());
      json.writeNumber(step.end());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private Span span(TaskSummary task) {
    if (task.startedAt() == 0) {
      return Span.NONE;
    }
    long start = task.startedAt() - summary.startedAt();
    long end = start + task.millis();
    Long ready = task.readyMillis();
    return new Span(start, end, ready == null ? end : Math.min(end, start + ready));
  }

  private static void whatIf(JsonGenerator json, WhatIf whatIf) {
    json.writeObjectPropertyStart("whatIf");
    json.writeNumberProperty("shortest", whatIf.shortestNanos() / 1e6);
    json.writeNumberProperty("work", whatIf.workNanos() / 1e6);
    json.writeArrayPropertyStart("points");
    for (WhatIf.Point point : whatIf.points()) {
      json.writeStartArray();
      json.writeNumber(point.slots());
      json.writeNumber(point.nanos() / 1e6);
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void histogram(JsonGenerator json, String name, Histogram histogram) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("total", histogram.total());
    json.writeNumberProperty("sum", histogram.sumNanos() / 1e6);
    json.writeNumberProperty("longest", histogram.longestNanos() / 1e6);
    json.writeArrayPropertyStart("percentiles");
    for (int percent : new int[] {50, 90, 99}) {
      json.writeNumber(histogram.percentileNanos(percent) / 1e6);
    }
    json.writeEndArray();
    json.writeNumberProperty("first", histogram.first());
    json.writeArrayPropertyStart("counts");
    for (long count : histogram.counts()) {
      json.writeNumber(count);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Where the classes of the histograms begin, and the last one ends. */
  private void classes(JsonGenerator json) {
    json.writeArrayPropertyStart("classes");
    for (int i = 0; i <= durations.first() + durations.counts().length; i++) {
      json.writeNumber(Histogram.startMicros(i) / 1e3);
    }
    json.writeEndArray();
  }

  private static void number(JsonGenerator json, String name, long value) {
    if (value != 0) {
      json.writeNumberProperty(name, value);
    }
  }

  private static void optional(JsonGenerator json, String name, @Nullable String text) {
    if (text != null) {
      json.writeStringProperty(name, shown(text));
    }
  }

  private static void strings(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  private static String shown(String text) {
    return Texts.cut(Printable.text(Texts.cut(text, LONGEST_TEXT)), LONGEST_TEXT);
  }

  /** Of several lines, which stay apart. */
  private static String lines(String text) {
    return String.join("\n", text.lines().map(Printable::text).toList());
  }
}
