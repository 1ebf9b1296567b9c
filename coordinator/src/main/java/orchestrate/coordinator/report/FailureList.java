package orchestrate.coordinator.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.config.Printable;
import orchestrate.coordinator.report.RunSummary.Failure;

/**
 * The first failures of a run: why, where the log is, and its last lines, as far as there is room;
 * where there is little, the first with its log and of the others a line each.
 */
final class FailureList {
  private static final int SHOWN_FAILURES = 10;
  private static final int TAIL_LINES = 10;

  /** A reason may be all that a program has printed. */
  private static final int REASON_LENGTH = 300;

  private final RunSummary summary;
  private final RunFiles files;
  private final Colours colours;
  private final Rows rows;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * A failure.
   *
   * @param where its attempt and log; empty if it never ran
   */
  private record Entry(String title, List<String> where, List<String> tail) {}

  FailureList(RunSummary summary, RunFiles files, Colours colours, Rows rows) throws IOException {
    this.summary = summary;
    this.files = files;
    this.colours = colours;
    this.rows = rows;
    for (Failure failure : summary.failures().stream().limit(SHOWN_FAILURES).toList()) {
      entries.add(entry(failure));
    }
  }

  private Entry entry(Failure failure) throws IOException {
    String title =
        "%s%s: %s"
            .formatted(
                failure.name(), failure.isAllowed() ? ", which may fail" : "", reason(failure));
    if (failure.attempt() == 0) {
      return new Entry(title, List.of(), List.of());
    }
    List<String> tail = tail(failure, files, TAIL_LINES);
    String where =
        "  attempt %d, %s%s; %s"
            .formatted(
                failure.attempt(),
                Format.duration(failure.nanos() / 1_000_000),
                Format.use(failure.use()),
                tail.isEmpty() ? "it printed nothing" : "log " + files.shown(log(failure, files)));
    return new Entry(title, List.of(where), tail);
  }

  /** In a line that isn't too long. */
  static String reason(Failure failure) {
    String reason = Printable.text(failure.outcome().reason());
    return reason.length() > REASON_LENGTH ? reason.substring(0, REASON_LENGTH) + "..." : reason;
  }

  /** The last lines that it has printed; none if it never ran. */
  static List<String> tail(Failure failure, RunFiles files, int lines) throws IOException {
    return failure.attempt() == 0 ? List.of() : LogTail.of(log(failure, files), lines);
  }

  private static Path log(Failure failure, RunFiles files) {
    return files.log(failure.task(), failure.instance(), failure.attempt());
  }

  /** How many rows it would like. */
  int size() {
    return rows.of(full(TAIL_LINES));
  }

  /** The lines, which take at most so many rows as far as that can be. */
  List<String> lines(int most) {
    for (int tail = TAIL_LINES; tail >= 0; tail--) {
      List<String> lines = full(tail);
      if (rows.of(lines) <= most) {
        return lines;
      }
    }
    return brief(most);
  }

  private List<String> full(int tail) {
    var lines = new ArrayList<String>();
    for (Entry entry : entries) {
      lines.add("");
      lines.addAll(full(entry, tail));
    }
    if (summary.allFailures() > entries.size()) {
      lines.add("");
      lines.add(more(entries.size()));
    }
    return lines;
  }

  private List<String> full(Entry entry, int most) {
    var lines = new ArrayList<String>();
    lines.add(colours.bad(entry.title()));
    lines.addAll(entry.where());
    int skipped = Math.max(0, entry.tail().size() - most);
    entry.tail().stream().skip(skipped).forEach(line -> lines.add(colours.faint("    | ") + line));
    return lines;
  }

  private List<String> brief(int most) {
    var lines = new ArrayList<String>(List.of(""));
    int shown = 0;
    for (Entry entry : entries) {
      List<String> next =
          shown == 0 ? within(entry, most * 2 / 3) : List.of(colours.bad(entry.title()));
      if (shown > 0 && rows.of(lines) + rows.of(next) + rows.of(more(shown)) > most) {
        break;
      }
      lines.addAll(next);
      shown++;
    }
    if (summary.allFailures() > shown) {
      lines.add(more(shown));
    }
    return lines;
  }

  /** With as much of its log as takes no more rows than that. */
  private List<String> within(Entry entry, int most) {
    int tail = TAIL_LINES;
    while (tail > 0 && rows.of(full(entry, tail)) > most) {
      tail--;
    }
    return full(entry, tail);
  }

  private String more(int shown) {
    long all = summary.allFailures();
    return "... and %d more; %s lists %s"
        .formatted(
            all - shown,
            files.shown(files.result()),
            all > RunSummary.KEPT_FAILURES
                ? "the first " + RunSummary.KEPT_FAILURES
                : "all of them");
  }
}
