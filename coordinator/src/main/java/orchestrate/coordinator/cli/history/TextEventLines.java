package orchestrate.coordinator.cli.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import orchestrate.config.Printable;
import orchestrate.coordinator.run.Beginning;

/**
 * Lines for people:
 *
 * <pre>
 *   2026-11-22 11:00:24.512  attemptEnded       count[17]  attempt 1, took 110.512 ms, ...
 * </pre>
 */
final class TextEventLines extends EventLines {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
          .withZone(TimeZone.getDefault().toZoneId());

  private static final int LONGEST_KIND = "attemptBegunAgain".length();

  private final Writer out;
  private final List<Beginning.Task> tasks;
  private final StringBuilder line = new StringBuilder();
  private String separator = "";

  /**
   * @param tasks as far as they are known
   */
  TextEventLines(Writer out, List<Beginning.Task> tasks) {
    this.out = out;
    this.tasks = tasks;
  }

  @Override
  void begin(String kind, long at) {
    TIME.formatTo(Instant.ofEpochMilli(at), line);
    line.append("  ").append(kind).repeat(' ', Math.max(0, LONGEST_KIND - kind.length()));
    separator = "  ";
  }

  @Override
  void task(int number) {
    line.append("  ").append(number < tasks.size() ? tasks.get(number).name() : "task " + number);
  }

  @Override
  void instance(int task, long number) {
    task(task);
    if (task >= tasks.size() || tasks.get(task).fanOut()) {
      line.append('[').append(number).append(']');
    }
  }

  @Override
  void text(String name, String value) {
    line.append(separator).append(name).append(' ').append(value);
    separator = ", ";
  }

  @Override
  void number(String name, long value) {
    text(name, Long.toString(value));
  }

  @Override
  void flag(String name, boolean value) {
    if (value) {
      line.append(separator).append(name);
      separator = ", ";
    }
  }

  @Override
  void time(String name, long nanos) {
    text(name, nanos / 1_000_000 + "." + "%03d".formatted(nanos / 1000 % 1000) + " ms");
  }

  @Override
  void map(String name, Map<String, String> value) {
    text(name, value.toString());
  }

  @Override
  void end() {
    try {
      out.append(Printable.text(line.toString())).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line.setLength(0);
  }

  @Override
  public void close() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
