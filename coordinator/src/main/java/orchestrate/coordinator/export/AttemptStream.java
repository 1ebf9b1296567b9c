package orchestrate.coordinator.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import orchestrate.config.Printable;
import orchestrate.coordinator.export.SliceMerger.Merged;
import orchestrate.coordinator.export.Waits.Wait;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.ipc.channel.MessageWriter;
import org.jspecify.annotations.Nullable;

/**
 * What the page draws on the timeline and lists in its table, one after the other, in some ten
 * bytes each. All numbers are of variable length; those that may be negative are zigzag; times are
 * microseconds. The first byte says what it is:
 *
 * <pre>
 *  0..63  an attempt in that {@link AttemptState}: lane + 1 (0: none), task, instance (difference
 *         to the one before), attempt, start (difference), duration, processor time, KiB of memory,
 *         reason + 1 (0: none), item, subtask (each a length in bytes + 1, and UTF-8; 0: none)
 *  64     several attempts drawn as one: lane + 1, start (difference), duration, time at work,
 *         attempts, how many of them failed, task + 1 (0: several)
 *  65     a wait: why, task, instance + 1 (0: the task as a whole), attempt, start (difference),
 *         duration
 * </pre>
 *
 * The script {@code data.js} reads it.
 */
final class AttemptStream {
  private static final int SEVERAL = 64;
  private static final int WAIT = 65;
  private static final int LONGEST_TEXT = 200;

  /** Of all texts together: a page must not grow with the length of a million names. */
  private static final int MOST_TEXT_BYTES = 6 << 20;

  private final OutputStream out;
  private final Reasons reasons;
  private final MessageWriter record = new MessageWriter();
  private long lastInstance;
  private long lastStart;
  private long textBytes;
  private long withoutText;

  AttemptStream(OutputStream out, Reasons reasons) {
    this.out = out;
    this.reasons = reasons;
  }

  /**
   * @param lane its number; -1 if it never had one
   */
  void attempt(int lane, Slice slice, AttemptState state) throws IOException {
    record.reset().putVarLong(state.number()).putVarLong(lane + 1).putVarLong(slice.task());
    difference(slice.instance() - lastInstance);
    lastInstance = slice.instance();
    record.putVarLong(slice.attempt());
    times(slice.start(), slice.end());
    record.putVarLong(slice.use().cpuNanos() / 1000).putVarLong(slice.use().peakBytes() >> 10);
    Outcome outcome = slice.outcome();
    record.putVarLong(outcome.isGood() ? 0 : reasons.number(outcome.reason()) + 1);
    text(slice.item());
    text(slice.subtask());
    write();
  }

  void several(int lane, Merged merged) throws IOException {
    record.reset().putVarLong(SEVERAL).putVarLong(lane + 1);
    times(merged.start(), merged.end());
    record
        .putVarLong(merged.busyNanos() / 1000)
        .putVarLong(merged.count())
        .putVarLong(merged.failed())
        .putVarLong(merged.alike() ? merged.last().task() + 1 : 0);
    write();
  }

  void wait(Wait wait) throws IOException {
    record
        .reset()
        .putVarLong(WAIT)
        .putVarLong(wait.why().number())
        .putVarLong(wait.task().number())
        .putVarLong(wait.instance() + 1)
        .putVarLong(wait.attempt());
    times(wait.start(), wait.end());
    write();
  }

  private void times(long startNanos, long endNanos) {
    long start = startNanos / 1000;
    difference(start - lastStart);
    lastStart = start;
    record.putVarLong(endNanos / 1000 - start);
  }

  private void difference(long value) {
    record.putVarLong(value << 1 ^ value >> 63);
  }

  private void text(@Nullable String text) {
    if (text == null) {
      record.putVarLong(0);
      return;
    }
    if (textBytes >= MOST_TEXT_BYTES) {
      withoutText++;
      record.putVarLong(0);
      return;
    }
    String shown = Texts.cut(Printable.text(Texts.cut(text, LONGEST_TEXT)), LONGEST_TEXT);
    byte[] bytes = shown.getBytes(UTF_8);
    textBytes += bytes.length;
    record.putVarLong(bytes.length + 1).putBytes(bytes);
  }

  private void write() throws IOException {
    out.write(record.bytes(), 0, record.length());
  }

  /** How many names were left out because there were too many letters. */
  long withoutText() {
    return withoutText;
  }

  void close() throws IOException {
    out.close();
  }
}
