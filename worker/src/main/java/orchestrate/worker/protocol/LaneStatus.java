package orchestrate.worker.protocol;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a lane is at, for whoever wants to know: the lane writes it at the cost of some stores to
 * memory.
 *
 * <pre>
 *    0   4   version: odd while the rest is being changed
 *    4   4   attempt; 0 while the lane is idle
 *    8   8   instance
 *   16   8   since when, by the system's monotonic clock ({@link System#nanoTime})
 *   24   4   the task's number
 *   28   4   bytes of text
 *   32 480   text, in UTF-8: the task's name, and for each semaphore a line feed, how many permits, a
 *            space, its name; cut if it is longer
 * </pre>
 *
 * <p>Who reads takes it as it is if the version was even, and the same before and after (a
 * seqlock). A lane that was killed in between is at nothing any more.
 *
 * <p>One thread writes, any number of any process read.
 */
public final class LaneStatus {
  /** The memory that it takes; fresh memory says idle. */
  static final long BYTES = 512;

  private static final long VERSION = 0;
  private static final long ATTEMPT = VERSION + Integer.BYTES;
  private static final long INSTANCE = ATTEMPT + Integer.BYTES;
  private static final long SINCE = INSTANCE + Long.BYTES;
  private static final long TASK = SINCE + Long.BYTES;
  private static final long TEXT_BYTES = TASK + Integer.BYTES;
  private static final long TEXT = TEXT_BYTES + Integer.BYTES;
  private static final int ROOM = (int) (BYTES - TEXT);
  private static final int IDLE = 0;

  /** To write takes less than a microsecond: who hasn't finished by then is stopped or dead. */
  private static final int MOST_LOOKS = 1000;

  private static final VarHandle INT = JAVA_INT.varHandle();

  private final MemorySegment memory;
  private int version;
  private @Nullable TaskDefinition lastTask;
  private Map<String, Integer> lastHeld = Map.of();

  LaneStatus(MemorySegment memory) {
    this.memory = memory;
  }

  /** The lane begins with an attempt, at that time. */
  public void begin(Run run, long nanoTime) {
    TaskDefinition task = run.task();
    open();
    memory.set(JAVA_INT, ATTEMPT, run.attempt());
    memory.set(JAVA_LONG, INSTANCE, task.fanOut() ? run.instance() : Activity.NO_FAN_OUT);
    memory.set(JAVA_LONG, SINCE, nanoTime);
    memory.set(JAVA_INT, TASK, task.number());
    // For a subtask the coordinator holds nothing: what it holds is the parent's.
    Map<String, Integer> held = run.subtask() == null ? task.held() : Map.of();
    if (!Objects.equals(lastTask, task) || !held.equals(lastHeld)) {
      writeText(task, held);
      lastTask = task;
      lastHeld = held;
    }
    close();
  }

  /** The attempt has ended. */
  public void end() {
    open();
    memory.set(JAVA_INT, ATTEMPT, IDLE);
    close();
  }

  private void writeText(TaskDefinition task, Map<String, Integer> held) {
    var lines = new StringBuilder(task.name());
    held.forEach(
        (semaphore, permits) -> lines.append('\n').append(permits).append(' ').append(semaphore));
    byte[] text = lines.toString().getBytes(UTF_8);
    int length = Math.min(text.length, ROOM);
    memory.set(JAVA_INT, TEXT_BYTES, length);
    MemorySegment.copy(text, 0, memory, JAVA_BYTE, TEXT, length);
  }

  private void open() {
    INT.setOpaque(memory, VERSION, ++version);
    VarHandle.storeStoreFence();
  }

  private void close() {
    INT.setRelease(memory, VERSION, ++version);
  }

  /** What the lane is at; empty if it is idle, or can't be asked because it was stopped midway. */
  public Optional<Activity> read() {
    for (int look = 0; look < MOST_LOOKS; look++) {
      int before = (int) INT.getAcquire(memory, VERSION);
      int attempt = memory.get(JAVA_INT, ATTEMPT);
      long instance = memory.get(JAVA_LONG, INSTANCE);
      byte[] text = new byte[Math.clamp(memory.get(JAVA_INT, TEXT_BYTES), 0, ROOM)];
      MemorySegment.copy(memory, JAVA_BYTE, TEXT, text, 0, text.length);
      VarHandle.loadLoadFence();
      if (before % 2 == 0 && before == (int) INT.getOpaque(memory, VERSION)) {
        return attempt == IDLE ? Optional.empty() : Optional.of(activity(text, instance, attempt));
      }
      Thread.onSpinWait();
    }
    return Optional.empty();
  }

  /**
   * For how long the lane has been at that attempt; 0 if it isn't, or can't be asked because it was
   * stopped midway.
   */
  public long nanosAt(Run run) {
    long instance = run.task().fanOut() ? run.instance() : Activity.NO_FAN_OUT;
    for (int look = 0; look < MOST_LOOKS; look++) {
      int before = (int) INT.getAcquire(memory, VERSION);
      boolean same =
          memory.get(JAVA_INT, ATTEMPT) == run.attempt()
              && memory.get(JAVA_LONG, INSTANCE) == instance
              && memory.get(JAVA_INT, TASK) == run.task().number();
      long since = memory.get(JAVA_LONG, SINCE);
      VarHandle.loadLoadFence();
      if (before % 2 == 0 && before == (int) INT.getOpaque(memory, VERSION)) {
        return same ? Math.max(0, System.nanoTime() - since) : 0;
      }
      Thread.onSpinWait();
    }
    return 0;
  }

  private static Activity activity(byte[] text, long instance, int attempt) {
    String[] lines = new String(text, UTF_8).split("\n", -1);
    var held = new LinkedHashMap<String, Integer>();
    for (int i = 1; i < lines.length; i++) {
      int space = lines[i].indexOf(' ');
      if (space > 0) { // else it was cut
        held.put(lines[i].substring(space + 1), Integer.parseInt(lines[i].substring(0, space)));
      }
    }
    return new Activity(lines[0], instance, attempt, held);
  }
}
