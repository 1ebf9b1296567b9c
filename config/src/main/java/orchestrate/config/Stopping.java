package orchestrate.config;

import java.time.Duration;

/**
 * How a running attempt is stopped: a command is asked by a signal (a Java task by an interrupt),
 * and killed if it has not ended in time.
 */
public record Stopping(StopSignal signal, Duration killAfter) {
  public static final Stopping DEFAULT = new Stopping(StopSignal.TERM, Duration.ofSeconds(5));

  /** Signals by which a program can be asked to end, with their numbers on Linux. */
  public enum StopSignal {
    HUP(1),
    INT(2),
    QUIT(3),
    ABRT(6),
    USR1(10),
    USR2(12),
    TERM(15);

    private final int number;

    StopSignal(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }
}
