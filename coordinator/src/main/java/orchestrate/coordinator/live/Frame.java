package orchestrate.coordinator.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import orchestrate.config.Printable;
import orchestrate.coordinator.live.RunLoad.Load;
import orchestrate.coordinator.live.Snapshot.Estimate;
import orchestrate.coordinator.live.Snapshot.Group;
import orchestrate.coordinator.live.Snapshot.Lack;
import orchestrate.coordinator.live.Snapshot.Timed;
import orchestrate.coordinator.report.Format;
import orchestrate.ipc.os.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/**
 * Lays out a {@link Snapshot} for a terminal of some size: never wider, and of at most half its
 * height, so that what scrolls above can be read.
 *
 * <pre>
 * thumbnails  12 of 40 tasks  1 min 4 s, about 2 min 10 s left  1.9 cores, 640 MiB
 *   shrink  ━━━━━━━━━━━━····················  380 of 1098  3 failed  about 7.9 s left
 *     12.3 s  shrink[17] (photo.jpg)
 *   waiting   semaphore disk: index
 *   slowest   13.0 s shrink[4], 8.1 s list
 * </pre>
 */
final class Frame {
  /** What of a name is kept at most. */
  static final int LONGEST_NAME = 300;

  private static final int MOST_LINES = 18;
  private static final int MOST_WAITS = 3;
  private static final int WIDEST_LABEL = 24;
  private static final int WIDEST_BAR = 40;
  private static final int NARROWEST_BAR = 8;
  private static final int TIME_WIDTH = 12;

  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle BOLD = PLAIN.bold();
  private static final AttributedStyle FAINT = PLAIN.faint();
  private static final AttributedStyle GOOD = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle BAD = PLAIN.foreground(AttributedStyle.RED).bold();
  private static final AttributedStyle WAITING = PLAIN.foreground(AttributedStyle.YELLOW);

  private static final String INDENT = "  ";
  private static final String GAP = "  ";

  private static final int COLOURS = 8;

  private final boolean coloured;
  private final String filled;
  private final String empty;
  private final String ellipsis;

  /**
   * @param unicode whether the terminal can show more than ASCII
   */
  Frame(boolean coloured, boolean unicode) {
    this.coloured = coloured;
    this.filled = unicode ? "━" : "#";
    this.empty = unicode ? "·" : "-";
    this.ellipsis = unicode ? "…" : "~";
  }

  /** The lines, with the escapes for their colours. */
  List<String> paint(
      Snapshot snapshot, List<SharedWait> waits, @Nullable Load load, Terminal.Size size) {
    int width = size.columns() - 1;
    return layOut(snapshot, waits, load, size).stream()
        .map(line -> text(cut(line, width)))
        .toList();
  }

  /** These lines, no wider than the terminal. */
  List<String> plain(List<String> lines, Terminal.Size size) {
    return lines.stream()
        .map(line -> cut(new AttributedString(line), size.columns() - 1).toString())
        .toList();
  }

  private String text(AttributedString line) {
    return coloured ? line.toAnsi(COLOURS, AttributedString.ForceMode.None) : line.toString();
  }

  private AttributedString cut(AttributedString line, int width) {
    if (line.columnLength() <= width) {
      return line;
    }
    return new AttributedStringBuilder()
        .append(line.columnSubSequence(0, Math.max(0, width - 1)))
        .append(ellipsis)
        .toAttributedString();
  }

  private List<AttributedString> layOut(
      Snapshot snapshot, List<SharedWait> waits, @Nullable Load load, Terminal.Size size) {
    int room = Math.clamp(size.rows() / 2 - 1, 1, MOST_LINES);
    var lines = new ArrayList<AttributedString>();
    lines.add(headline(snapshot, load, size.columns() - 1));
    room--;

    List<AttributedString> below = new ArrayList<>(waits(snapshot, waits));
    if (!snapshot.slowest().isEmpty()) {
      below.add(slowest(snapshot));
    }
    int bars = snapshot.groups().size();
    int running = running(snapshot);
    // Each has a third at least, and more if the others do with less.
    int belowRoom = Math.min(below.size(), Math.max(room / 3, room - bars - running));
    int barRoom = Math.min(bars, Math.max((room - belowRoom) / 2, room - belowRoom - running));
    int runningRoom = room - belowRoom - barRoom;

    lines.addAll(bars(snapshot.groups(), barRoom, size.columns() - 1));
    lines.addAll(running(snapshot, runningRoom));
    lines.addAll(below.subList(0, belowRoom));
    return lines;
  }

  /** In a narrow terminal the load is left out first, then the job's name. */
  private static AttributedString headline(Snapshot snapshot, @Nullable Load load, int width) {
    AttributedString name = new AttributedString(name(snapshot.job()) + GAP, BOLD);
    AttributedString progress = progress(snapshot);
    AttributedString used =
        load == null
            ? AttributedString.EMPTY
            : faint(
                String.format(Locale.ROOT, "  %.1f cores, %s", load.cores(), memory(load.bytes())));
    AttributedString all = AttributedString.join(AttributedString.EMPTY, name, progress, used);
    if (all.columnLength() <= width) {
      return all;
    }
    AttributedString named = AttributedString.join(AttributedString.EMPTY, name, progress);
    return named.columnLength() <= width ? named : progress;
  }

  private static AttributedString progress(Snapshot snapshot) {
    var line = new AttributedStringBuilder();
    line.append("%d of %s".formatted(snapshot.ended(), Format.count(snapshot.tasks(), "task")));
    if (snapshot.failures() > 0) {
      line.append(", ").append(snapshot.failures() + " failed", BAD);
    }
    line.append(GAP).append(Format.duration(snapshot.millis()));
    if (snapshot.stopping() != null) {
      line.append(", ").append(name(snapshot.stopping()), WAITING);
    } else {
      String left = left(snapshot.left());
      line.append(left.isEmpty() ? "" : ", " + left);
    }
    return line.toAttributedString();
  }

  private List<AttributedString> bars(List<Group> groups, int room, int width) {
    int shown = groups.size() > room ? Math.min(room, Math.max(1, room - 1)) : groups.size();
    List<Group> first = groups.subList(0, shown);
    int label = Math.min(WIDEST_LABEL, widest(first.stream().map(group -> columns(group.name()))));
    int count = widest(first.stream().map(group -> count(group).length()));
    List<AttributedString> tails = first.stream().map(group -> tail(group, count)).toList();
    int tail = widest(tails.stream().map(AttributedString::columnLength));
    int bar = Math.min(WIDEST_BAR, width - label - tail - 2 * GAP.length() - INDENT.length());
    var lines = new ArrayList<AttributedString>();
    for (int i = 0; i < shown; i++) {
      lines.add(
          new AttributedStringBuilder()
              .append(INDENT)
              .append(padded(first.get(i).name(), label))
              .append(GAP)
              .append(bar(first.get(i), bar))
              .append(tails.get(i))
              .toAttributedString());
    }
    if (shown < groups.size() && shown < room) {
      lines.add(faint(INDENT + "and %d more like these".formatted(groups.size() - shown)));
    }
    return lines;
  }

  private static int widest(Stream<Integer> widths) {
    return widths.mapToInt(width -> width).max().orElse(0);
  }

  /** What stands behind the bar. */
  private static AttributedString tail(Group group, int count) {
    var tail = new AttributedStringBuilder();
    tail.append(" ".repeat(count - count(group).length())).append(count(group));
    if (group.failed() > 0) {
      tail.append(GAP).append(group.failed() + " failed", BAD);
    }
    String left = left(group.left());
    return tail.append(left.isEmpty() ? "" : GAP).append(left, FAINT).toAttributedString();
  }

  /** None if there is no room for one that tells anything. */
  private AttributedString bar(Group group, int width) {
    if (width < NARROWEST_BAR) {
      return AttributedString.EMPTY;
    }
    int full = group.count() == 0 ? 0 : (int) (width * group.done() / group.count());
    return new AttributedStringBuilder()
        .append(filled.repeat(full), group.failed() > 0 ? WAITING : GOOD)
        .append(empty.repeat(width - full), FAINT)
        .append(GAP)
        .toAttributedString();
  }

  private static String count(Group group) {
    return group.done() + " of " + group.count();
  }

  /** How many lines they would like. */
  private static int running(Snapshot snapshot) {
    int listed = snapshot.running().size();
    return snapshot.runningCount() > listed ? listed + 1 : listed;
  }

  private List<AttributedString> running(Snapshot snapshot, int room) {
    var lines = new ArrayList<AttributedString>();
    int shown = running(snapshot) > room ? Math.max(0, room - 1) : snapshot.running().size();
    for (Timed one : snapshot.running().subList(0, shown)) {
      String time = Format.duration(one.nanos() / 1_000_000);
      lines.add(
          new AttributedStringBuilder()
              .append(" ".repeat(Math.max(0, TIME_WIDTH - time.length())))
              .append(time, FAINT)
              .append("  ")
              .append(name(one.name()))
              .toAttributedString());
    }
    if (shown < snapshot.runningCount() && room > 0) {
      lines.add(
          faint(
              "%s%d %srunning"
                  .formatted(
                      " ".repeat(TIME_WIDTH + 2),
                      snapshot.runningCount() - shown,
                      shown > 0 ? "more " : "")));
    }
    return lines;
  }

  private List<AttributedString> waits(Snapshot snapshot, List<SharedWait> waits) {
    var lines = new ArrayList<AttributedString>();
    for (Lack lack : snapshot.lacking()) {
      lines.add(waiting("%s: %s".formatted(lack.object(), String.join(", ", lack.tasks()))));
    }
    for (SharedWait wait : waits) {
      String longest = Format.duration(wait.longestMillis());
      lines.add(
          waiting(
              wait.waiting() == 1
                  ? "%s: 1 for %s".formatted(wait.object(), longest)
                  : "%s: %d, longest %s".formatted(wait.object(), wait.waiting(), longest)));
    }
    if (lines.size() > MOST_WAITS) {
      int more = lines.size() - MOST_WAITS + 1;
      lines.subList(MOST_WAITS - 1, lines.size()).clear();
      lines.add(waiting("and for %d others".formatted(more)));
    }
    return Collections.unmodifiableList(lines);
  }

  private AttributedString waiting(String text) {
    return new AttributedStringBuilder()
        .append("  waiting   ", WAITING)
        .append(name(text))
        .toAttributedString();
  }

  private AttributedString slowest(Snapshot snapshot) {
    var line = new AttributedStringBuilder().append("  slowest   ", FAINT);
    String gap = "";
    for (Timed one : snapshot.slowest()) {
      line.append(gap)
          .append(Format.duration(one.nanos() / 1_000_000), FAINT)
          .append(" ")
          .append(name(one.name()));
      gap = ", ";
    }
    return line.toAttributedString();
  }

  private static AttributedString faint(String text) {
    return new AttributedString(text, FAINT);
  }

  private static String left(@Nullable Estimate left) {
    return left == null
        ? ""
        : "%s %s left"
            .formatted(left.atLeast() ? "at least" : "about", Format.duration(left.millis()));
  }

  private static String memory(long bytes) {
    return bytes < 1L << 30
        ? "%d MiB".formatted(bytes >> 20)
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }

  /** Fit for a terminal, and not without end. */
  private static String name(String text) {
    return Printable.text(text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text);
  }

  private static int columns(String name) {
    return new AttributedString(name(name)).columnLength();
  }

  private AttributedString padded(String name, int width) {
    AttributedString cut = cut(new AttributedString(name(name)), width);
    return new AttributedStringBuilder()
        .append(cut)
        .append(" ".repeat(Math.max(0, width - cut.columnLength())))
        .toAttributedString();
  }
}
