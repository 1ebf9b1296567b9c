package orchestrate.coordinator.pool;

import java.time.Duration;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.Run;
import org.jspecify.annotations.Nullable;

/** One attempt that was given to the pool, from then until it has ended. */
public final class Attempt {
  private final Run run;
  private final WorkerKind kind;
  private long startedNanos;
  private boolean stopping;
  private @Nullable LaneSlot lane;

  public Attempt(Run run, WorkerKind kind) {
    this.run = run;
    this.kind = kind;
  }

  public Run run() {
    return run;
  }

  WorkerKind kind() {
    return kind;
  }

  /** How long ago it was handed to a lane; nothing if it wasn't yet. */
  public Duration runningFor() {
    return startedNanos == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** The lane that runs it; null while it waits for one, and when it has ended. */
  @Nullable LaneSlot lane() {
    return lane;
  }

  /** What the worker that runs it is called; null while it waits for one, and when it has ended. */
  public @Nullable String worker() {
    return lane == null ? null : lane.worker().setup().label();
  }

  void begin(LaneSlot slot) {
    lane = slot;
    startedNanos = System.nanoTime();
  }

  /** It has been told to stop, and must not be begun again. */
  void stopping() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
  }

  void leaveLane() {
    lane = null;
  }

  boolean isThatOf(Finished finished) {
    return run.is(finished.task(), finished.instance(), finished.attempt());
  }
}
