package orchestrate.coordinator.explain;

import static java.util.stream.Collectors.joining;

import java.util.List;
import orchestrate.config.Printable;
import orchestrate.coordinator.describe.ChangeText;
import orchestrate.coordinator.explain.TaskExplanation.Attempt;
import orchestrate.coordinator.explain.TaskExplanation.Because;
import orchestrate.coordinator.explain.TaskExplanation.Before;
import orchestrate.coordinator.explain.TaskExplanation.Cause;
import orchestrate.coordinator.explain.TaskExplanation.Items;
import orchestrate.coordinator.report.Format;

/** An explanation for people: the answer first, then what led to it, then what to do. */
public final class ExplanationText {
  /** Less is not worth a word. */
  private static final long LEAST_WAIT_MILLIS = 10;

  private static final int SHOWN_REASONS = 5;

  private final TaskExplanation told;
  private final String name;
  private final StringBuilder text = new StringBuilder();

  private ExplanationText(TaskExplanation told) {
    this.told = told;
    this.name =
        told.instance() == null ? told.task() : "%s[%d]".formatted(told.task(), told.instance());
  }

  public static String of(TaskExplanation explanation) {
    return new ExplanationText(explanation).write();
  }

  private String write() {
    line(answer());
    line("in run %s of %s, which %s".formatted(told.run(), told.job(), runResult()));
    Cause cause = told.cause();
    if (cause != null) {
      line(
          "it goes back to %s, which %s%s: orchestrate explain %s %s"
              .formatted(
                  cause.task(),
                  cause.result().equals("failed") ? "failed" : "was " + cause.result(),
                  cause.reason() == null ? "" : " (%s)".formatted(cause.reason()),
                  cause.task(),
                  told.run()));
    }
    because();
    waits();
    told.attempts().forEach(this::attempt);
    items();
    if (told.log() != null) {
      line("its log, %s, ends:".formatted(told.log().file()));
      told.log().lastLines().forEach(each -> line("    | " + each));
    }
    before();
    if (told.damage() != null) {
      line(
          "the journal of this run can't be read to its end, so more may have happened: "
              + told.damage());
    }
    told.advice().forEach(each -> line("to do: " + each));
    return text.toString();
  }

  private String answer() {
    String what = told.item() == null ? name : "%s (%s)".formatted(name, told.item());
    String reason = told.reason() == null ? "" : ": " + told.reason();
    return what
        + switch (told.result()) {
          case "ok" -> " was run, and succeeded" + took();
          case "up to date" -> " was up to date, and not run" + since();
          case "failed" -> " failed" + reason;
          case "allowed failure" -> " failed, which it may" + reason;
          case "skipped" -> " was skipped" + reason;
          case "cancelled" -> " was cancelled" + reason;
          case "running" -> " is running";
          case "waiting" -> " has not begun yet";
          case "lost" -> " was running when the run died";
          case "not reached" -> " was not begun before the run died";
          default -> ": " + told.result() + reason;
        };
  }

  private String took() {
    if (told.millis() == null) {
      return "";
    }
    String time = Format.duration(told.millis());
    return told.items() == null ? ", in " + time : ", its items in %s together".formatted(time);
  }

  private String since() {
    String since =
        told.upToDateSince() == null
            ? ""
            : ": nothing that it depends on is another than in run " + told.upToDateSince();
    return told.restored() == null
        ? since
        : "%s; %s were put back".formatted(since, Format.count(told.restored(), "file"));
  }

  private String runResult() {
    return switch (told.runResult()) {
      case "succeeded" -> "succeeded";
      case "running" -> "goes on";
      case "stopped" -> "was stopped";
      case "unknown" -> "has left nothing that says how it ended";
      default -> told.runResult();
    };
  }

  private void because() {
    Because because = told.because();
    if (because != null) {
      line("it was run because " + reasons(because));
    }
  }

  private static String reasons(Because because) {
    List<String> shown =
        because.reasons().subList(0, Math.min(SHOWN_REASONS, because.reasons().size()));
    String more =
        because.count() > shown.size()
            ? ", and %d more".formatted(because.count() - shown.size())
            : "";
    String since =
        because.since() == null
            ? ""
            : "; it had succeeded last in run %s".formatted(because.since());
    return String.join(", ", shown) + more + since;
  }

  private void waits() {
    for (Wait wait : told.waits()) {
      // The run itself has told of a wait for its group, however short.
      if (wait.millis() >= LEAST_WAIT_MILLIS || wait.kind() == Wait.Kind.GROUP) {
        line("it waited %s for %s%s".formatted(duration(wait.millis()), wait.what(), who(wait)));
      }
    }
  }

  /** A tenth of a second is too rough for most of them. */
  private static String duration(long millis) {
    return millis < 1_000 ? millis + " ms" : Format.duration(millis);
  }

  private static String who(Wait wait) {
    if (wait.who().isEmpty()) {
      return "";
    }
    String names = String.join(", ", wait.who());
    return switch (wait.kind()) {
      case NEEDS -> wait.who().size() == 1 ? ", last for " + names : ": " + names;
      default -> ", by " + names;
    };
  }

  private void attempt(Attempt attempt) {
    String pause =
        attempt.pauseMillis() == null
            ? attempt.notAgain() == null ? "" : "; not tried again: " + attempt.notAgain()
            : attempt.pauseMillis() == 0
                ? "; tried again at once"
                : "; tried again after " + duration(attempt.pauseMillis());
    String took = attempt.millis() == null ? "" : ", took " + duration(attempt.millis());
    line(
        "attempt %d: began after %s%s; %s%s"
            .formatted(
                attempt.number(), duration(attempt.afterMillis()), took, attempt.outcome(), pause));
  }

  private void items() {
    Items items = told.items();
    if (items == null) {
      return;
    }
    if (items.count() == null) {
      line("how many items it has was never known");
    } else {
      String results =
          items.results().entrySet().stream()
              .map(result -> "%d %s".formatted(result.getValue(), result.getKey()))
              .collect(joining(", "));
      line(
          "of %s: %s%s"
              .formatted(
                  Format.count(items.count(), "item"),
                  results.isEmpty() ? "none has ended" : results,
                  items.retries() == 0 ? "" : "; %d tried again".formatted(items.retries())));
    }
    items
        .because()
        .forEach(
            due -> line("%s was run because %s".formatted(due.instance(), reasons(due.because()))));
    items.failed().forEach(failed -> line(failed(failed)));
    if (!items.slowest().isEmpty()) {
      line(
          "slowest: "
              + items.slowest().stream()
                  .map(slow -> "%s (%s)".formatted(slow.instance(), duration(slow.millis())))
                  .collect(joining(", ")));
    }
  }

  private static String failed(TaskExplanation.Failed failed) {
    String item = failed.item() == null ? "" : " (%s)".formatted(failed.item());
    return "%s%s failed: %s".formatted(failed.instance(), item, failed.reason());
  }

  private void before() {
    Before before = told.before();
    if (before == null) {
      line("there is no run of this job before it to compare with");
      return;
    }
    String then =
        "since run %s%s"
            .formatted(
                before.run(),
                before.result() == null ? "" : ", in which it was " + word(before.result()));
    if (before.unknown() != null) {
      line(
          "%s: what is changed in the job file is not known: %s".formatted(then, before.unknown()));
    } else if (before.changes().isEmpty()) {
      line(then + ": nothing is changed in what the job file says of it");
    } else {
      line(then + ":");
      before
          .changes()
          .forEach(
              change -> {
                String about = change.task() == null ? "of the job, " : "";
                List<String> lines = ChangeText.ofField(change);
                line("    " + about + lines.getFirst());
                lines.stream().skip(1).forEach(each -> line("    " + each));
              });
    }
  }

  private static String word(String result) {
    return result.equals("failed") ? "failing" : result;
  }

  private void line(String line) {
    text.append(Printable.text(line)).append('\n');
  }
}
