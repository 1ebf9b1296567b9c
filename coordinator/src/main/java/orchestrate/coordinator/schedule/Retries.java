package orchestrate.coordinator.schedule;

import java.time.Duration;
import orchestrate.config.Retry;
import orchestrate.config.Retry.Cause;

/** Which failures are worth another attempt, and after which pause. */
final class Retries {
  /** Pauses don't grow beyond this: nobody waits for years. */
  private static final Duration LONGEST_GROWN = Duration.ofDays(1);

  private final long seed;

  /**
   * @param runId what chance depends on: other runs pause otherwise, a replay of this one does not
   */
  Retries(String runId) {
    this.seed = runId.hashCode();
  }

  /** Whether the attempt that failed so is followed by another. */
  static boolean follows(Retry retry, int attempt, Outcome.Failure failure) {
    return attempt <= retry.max()
        && switch (failure) {
          case Outcome.Failed f -> retry.on().contains(Cause.FAILURE);
          case Outcome.Exited(int code, String reason) ->
              retry.on().contains(Cause.FAILURE) || retry.onExit().contains(code);
          case Outcome.Crashed c -> retry.on().contains(Cause.CRASH);
          case Outcome.WorkerLost w -> retry.on().contains(Cause.CRASH);
          case Outcome.OutOfMemory m -> retry.on().contains(Cause.OOM);
          case Outcome.TimedOut t -> retry.on().contains(Cause.TIMEOUT);
          case Outcome.PipelineFailed(String reason, var cause) -> follows(retry, attempt, cause);
          case Outcome.NotReady n -> retry.on().contains(Cause.TIMEOUT);
          case Outcome.FailedToStart f -> false; // The next could not be started either.
        };
  }

  /** How long to wait after the attempt of {@code failed}. */
  Duration pause(Retry retry, Event.Ended failed) {
    double delay = retry.delay().toMillis();
    double longest = Math.max(delay, (double) LONGEST_GROWN.toMillis());
    double grown = Math.min(longest, delay * Math.pow(retry.factor(), failed.attempt() - 1));
    return Duration.ofMillis(Math.round(grown * (1 + retry.jitter() * chance(failed))));
  }

  /** From -1 to 1, as if by chance, but always the same for the same attempt. */
  private double chance(Event.Ended failed) {
    long bits = mixed(mixed(mixed(seed + failed.task()) + failed.instance()) + failed.attempt());
    return bits / (double) Long.MAX_VALUE;
  }

  /** A step of SplitMix64: neighbours come out far apart. */
  private static long mixed(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
