package orchestrate.coordinator.report;

import static java.util.Comparator.comparingLong;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.config.Printable;
import orchestrate.config.ReportPaths;
import orchestrate.coordinator.report.RunSummary.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A run that is over as a page in Markdown, as GitHub and Azure show it: how it ended, what failed
 * and why, what took longest. However much has failed, it has less than half a MiB.
 */
final class MarkdownSummary {
  private static final int MOST_FAILURES = 50;
  private static final int MOST_LOGS = 10;
  private static final int LOG_LINES = 30;
  private static final int MOST_SLOW = 5;
  private static final int NAME_LENGTH = 200;

  /** Ends at a line with as many backticks as it begins with: more than any line of a log has. */
  private static final char FENCE = '`';

  private static final int SHORTEST_FENCE = 3;

  private final RunSummary summary;
  private final RunFiles files;
  private final ReportPaths reports;
  private final StringBuilder text = new StringBuilder();

  /**
   * @param reports those that have been written
   */
  MarkdownSummary(RunSummary summary, RunFiles files, ReportPaths reports) {
    this.summary = summary;
    this.files = files;
    this.reports = reports;
  }

  String text() throws IOException {
    line("### " + plain(summary.job()));
    line("");
    line(plain(FinalReport.verdict(summary, Colours.NONE)));
    failures();
    slowest();
    line("");
    line("Run " + plain(summary.runId()) + reports());
    line("");
    return text.toString();
  }

  private void failures() throws IOException {
    List<Failure> all = summary.failures().stream().limit(MOST_FAILURES).toList();
    if (all.isEmpty()) {
      return;
    }
    line("");
    line("| failed | why | attempt | time |");
    line("|---|---|---:|---:|");
    for (Failure failure : all) {
      line(
          "| %s | %s | %d | %s |"
              .formatted(
                  name(failure) + (failure.isAllowed() ? ", as it may" : ""),
                  plain(FailureList.reason(failure)),
                  failure.attempt(),
                  Format.duration(failure.nanos() / 1_000_000)));
    }
    long more = summary.allFailures() - all.size();
    if (more > 0) {
      line("");
      line("... and " + more + " more");
    }
    for (Failure failure : all.subList(0, Math.min(MOST_LOGS, all.size()))) {
      log(failure);
    }
  }

  private static String name(Failure failure) {
    String name = failure.name();
    return plain(name.length() > NAME_LENGTH ? name.substring(0, NAME_LENGTH) + "..." : name);
  }

  private void log(Failure failure) throws IOException {
    List<String> lines = FailureList.tail(failure, files, LOG_LINES);
    if (lines.isEmpty()) {
      return;
    }
    String fence = fence(lines);
    line("");
    line("<details><summary>" + name(failure) + ": what it printed last</summary>");
    line("");
    line(fence + "text");
    lines.forEach(this::line);
    line(fence);
    line("");
    line("</details>");
  }

  private static String fence(List<String> lines) {
    int longest = SHORTEST_FENCE - 1;
    for (String line : lines) {
      int run = 0;
      for (int i = 0; i < line.length(); i++) {
        run = line.charAt(i) == FENCE ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
    }
    return String.valueOf(FENCE).repeat(longest + 1);
  }

  private void slowest() {
    List<TaskSummary> slowest =
        summary.tasks().stream()
            .filter(task -> task.startedAt() != 0)
            .sorted(comparingLong(TaskSummary::millis).reversed())
            .limit(MOST_SLOW)
            .toList();
    if (slowest.isEmpty()) {
      return;
    }
    line("");
    line("| slowest | result | items | time |");
    line("|---|---|---:|---:|");
    for (TaskSummary task : slowest) {
      line(
          "| %s | %s | %s | %s |"
              .formatted(
                  plain(task.task().name()),
                  task.word(),
                  task.task().isFanOut() ? Long.toString(task.count()) : "",
                  Format.duration(task.millis())));
    }
  }

  /** They are on the machine that ran it: where, is all that can be said. */
  private String reports() {
    return Stream.of(
            report("HTML", reports.html()),
            report("JUnit", reports.junit()),
            report("job log", reports.joblog()),
            report("trace", reports.trace()))
        .flatMap(List::stream)
        .reduce("", (all, next) -> all + "; " + next);
  }

  private List<String> report(String what, @Nullable Path file) {
    return file == null ? List.of() : List.of(what + ": " + plain(files.shown(file)));
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /**
   * As it is, whatever Markdown and HTML would take for syntax: a reference to a character never is
   * any.
   */
  static String plain(String text) {
    var plain = new StringBuilder();
    Printable.text(text)
        .codePoints()
        .forEach(
            character -> {
              boolean harmless =
                  character >= 0x80 || character == ' ' || Character.isLetterOrDigit(character);
              if (harmless) {
                plain.appendCodePoint(character);
              } else {
                plain.append("&#").append(character).append(';');
              }
            });
    return plain.toString();
  }
}
