package orchestrate.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * How often a failed task is tried again, and after which failures.
 *
 * @param max attempts after the first
 * @param delay pause before the first of them
 * @param factor by which the pause grows from one to the next
 * @param jitter the share of the pause by which chance makes it longer or shorter
 * @param on failures that are worth another attempt, whatever the exit code
 * @param onExit exit codes that are, too
 */
public record Retry(
    int max, Duration delay, double factor, double jitter, Set<Cause> on, Set<Integer> onExit) {
  public static final Retry NONE = of(0, Duration.ZERO);

  /** What can make an attempt fail, in the words of the job file. */
  public enum Cause {
    /** It took longer than its timeout. */
    TIMEOUT,
    /** A signal ended it, or its worker died. */
    CRASH,
    /** There was not enough memory for its Java code. */
    OOM,
    /** All else: an exit code, an exception, an output that is not there. */
    FAILURE
  }

  public Retry {
    on = Set.copyOf(on);
    onExit = Set.copyOf(onExit);
  }

  /** With even pauses, and after every failure. */
  public static Retry of(int max, Duration delay) {
    return new Retry(max, delay, 1, 0, EnumSet.allOf(Cause.class), Set.of());
  }
}
