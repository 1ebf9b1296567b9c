package orchestrate.coordinator.preview;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import orchestrate.config.Concurrency;
import orchestrate.config.Limits;
import orchestrate.config.Need;
import orchestrate.config.Need.When;
import orchestrate.config.Printable;
import orchestrate.config.TaskSpec;
import orchestrate.config.Template;
import orchestrate.config.read.Durations;
import orchestrate.config.read.Sizes;
import orchestrate.coordinator.describe.TemplateText;
import orchestrate.coordinator.files.Artifacts;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.report.Format;
import org.jspecify.annotations.Nullable;

/** What a run would do, for people. */
public final class PlanText {
  /** Of a script: the rest is in the job file, and in the JSON. */
  private static final int SHOWN_LINES = 8;

  /** How wide the labels are: as the longest. */
  private static final int LABELS = "waits for".length();

  private final Plan plan;
  private final List<Step> steps;
  private final StringBuilder text = new StringBuilder();

  private PlanText(Plan plan) {
    this.plan = plan;
    this.steps = Step.of(plan);
  }

  public static String of(Plan plan) {
    return new PlanText(plan).write();
  }

  private String write() {
    line(heading());
    Concurrency concurrency = plan.job().concurrency();
    if (concurrency != null) {
      line(inGroup(concurrency));
    }
    int stage = 0;
    for (Step step : steps) {
      if (step.stage() != stage) {
        stage = step.stage();
        line("");
        line("stage " + stage);
      }
      task(step);
    }
    line("");
    line("Nothing was run.");
    return text.toString();
  }

  private String heading() {
    String memory =
        plan.limits().memory() == Long.MAX_VALUE
            ? ""
            : ", with %s of memory".formatted(Sizes.text(plan.limits().memory()));
    return "%s: %s in %s, %s; %d at a time%s"
        .formatted(
            plan.job().name(),
            Format.count(steps.size(), "task"),
            Format.count(steps.isEmpty() ? 0 : steps.getLast().stage(), "stage"),
            instances(),
            plan.slots(),
            memory);
  }

  private static String inGroup(Concurrency concurrency) {
    Duration wait = concurrency.patience();
    return "never beside another run of the group %s; waits for those %s"
        .formatted(
            concurrency.group(),
            wait == null ? "as long as it takes" : "up to " + Durations.text(wait));
  }

  private String instances() {
    long known = steps.stream().mapToLong(step -> count(step.repetition())).sum();
    String open =
        steps.stream()
            .filter(step -> isOpen(step.repetition()))
            .map(step -> step.task().name())
            .collect(joining(", "));
    return Format.count(known, "instance") + (open.isEmpty() ? "" : " and those of " + open);
  }

  private static long count(Repetition repetition) {
    return switch (repetition) {
      case Repetition.Once() -> 1;
      case Repetition.Times(long count, _) -> count;
      case Repetition.Later _, Repetition.Unknown _ -> 0;
    };
  }

  private static boolean isOpen(Repetition repetition) {
    return switch (repetition) {
      case Repetition.Later _, Repetition.Unknown _ -> true;
      case Repetition.Once _, Repetition.Times _ -> false;
    };
  }

  private void task(Step step) {
    TaskSpec spec = step.task().spec();
    line("  " + spec.name() + ": " + often(step.repetition()));
    fact("from", includedFrom(spec));
    fact("not run", step.task().leftOut() == null ? "" : step.task().leftOut());
    fact("needs", listed(spec.needs(), PlanText::need));
    fact("service", spec.service() == null ? "" : ReadyText.of(spec.service()));
    fact("if", spec.condition() == null ? "" : spec.condition().written());
    fact("when", spec.isFinal() ? "all other tasks are over, however that came about" : "");
    fact("waits for", listed(spec.waitsFor()));
    fact("meets", listed(spec.meets(), this::party));
    fact("reads", spec.pipeFrom() == null ? "" : "what %s prints".formatted(spec.pipeFrom()));
    fact("holds", listed(spec.acquire().entrySet(), this::held));
    fact("limits", listed(limits(spec)));
    fact("sets", listed(spec.sets()));
    fact("secrets", listed(spec.secrets().keySet()));
    fact("in", TemplateText.directory(spec.action()));
    fact("inputs", inputs(spec.files().inputs()));
    fact("cache", spec.files().cached() ? "what it makes is kept, and put back" : "");
    fact("state", step.prospect() == null ? "" : ProspectText.of(step.prospect()));
    fact("leaves", artifacts(spec));
    fact("tags", listed(spec.tags()));
    runs(TemplateText.of(spec.action()).strip().lines().toList());
  }

  /** Empty if it stands in the job file itself. */
  private String includedFrom(TaskSpec spec) {
    Path file = plan.job().fileOf(spec);
    return file.equals(plan.job().source().path()) ? "" : file.toString();
  }

  private static String often(Repetition repetition) {
    return switch (repetition) {
      case Repetition.Once() -> "once";
      case Repetition.Times(long count, String source) ->
          "%,d times, for each %s".formatted(count, source);
      case Repetition.Later(String source, List<String> after, boolean outputs) ->
          "once for each %s, %s"
              .formatted(
                  source,
                  outputs
                      ? "which comes from " + String.join(", ", after)
                      : "looked at after " + String.join(", ", after));
      case Repetition.Unknown(String source, String why) ->
          "once for each %s; as things are it would fail: %s".formatted(source, why);
    };
  }

  private static String need(Need need) {
    return need.when() == When.COMPLETED ? need.task() + " (however it ends)" : need.task();
  }

  private String party(String barrier) {
    return "%s (%d at a time)".formatted(barrier, plan.job().barriers().get(barrier));
  }

  private String held(Map.Entry<String, Integer> permits) {
    String name = permits.getKey();
    return plan.job().locks().contains(name)
        ? "the lock " + name
        : "%s (%d of %d)".formatted(name, permits.getValue(), plan.job().semaphores().get(name));
  }

  private static List<String> limits(TaskSpec spec) {
    var said = new ArrayList<String>();
    Limits limits = spec.limits();
    if (limits.cpus() > Limits.NONE.cpus()) {
      said.add("%d cpus".formatted(limits.cpus()));
    }
    if (limits.memory() > 0) {
      said.add(Sizes.text(limits.memory()) + " of memory");
    }
    if (limits.maxParallel() != Limits.NONE.maxParallel()) {
      said.add("%d at a time".formatted(limits.maxParallel()));
    }
    if (limits.priority() != Limits.NONE.priority()) {
      said.add("priority %d".formatted(limits.priority()));
    }
    Duration timeout = spec.timeout();
    if (timeout != null) {
      said.add("timeout " + Format.duration(timeout.toMillis()));
    }
    if (spec.retry().max() > 0) {
      said.add("up to %d attempts".formatted(spec.retry().max() + 1));
    }
    if (spec.failurePolicy().allowFailure()) {
      said.add("failure allowed");
    }
    return said;
  }

  private static String inputs(@Nullable List<Template> inputs) {
    return inputs == null
        ? ""
        : inputs.isEmpty() ? "none: run until it has succeeded" : names(inputs);
  }

  private static String artifacts(TaskSpec spec) {
    List<Template> artifacts = spec.files().artifacts();
    return artifacts.isEmpty()
        ? ""
        : "%s; copied to %s of the run's folder"
            .formatted(names(artifacts), Artifacts.folderIn(Path.of(""), spec.name()));
  }

  private static String names(List<Template> files) {
    return listed(files, TemplateText::of);
  }

  private static String listed(Collection<String> texts) {
    return texts.isEmpty() ? "" : String.join(", ", texts);
  }

  /** Most are empty, and there may be a great many tasks. */
  private static <T> String listed(Collection<T> things, Function<T, String> text) {
    return things.isEmpty() ? "" : things.stream().map(text).collect(joining(", "));
  }

  private void runs(List<String> lines) {
    String label = "runs";
    for (String one : lines.subList(0, Math.min(SHOWN_LINES, lines.size()))) {
      row(label, "| " + one);
      label = "";
    }
    if (lines.size() > SHOWN_LINES) {
      row("", "  (" + (lines.size() - SHOWN_LINES) + " more lines)");
    }
  }

  private void fact(String name, String value) {
    if (!value.isEmpty()) {
      row(name, value);
    }
  }

  /** By hand: a format would be read anew for each line. */
  private void row(String label, String value) {
    line("      " + label + " ".repeat(LABELS - label.length()) + " " + value);
  }

  private void line(String line) {
    text.append(Printable.text(line).stripTrailing()).append('\n');
  }
}
