package orchestrate.coordinator.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a run may have of this machine now, in tasks at a time. It is told what the run would like,
 * and says what it may.
 *
 * <p>Belongs to the run's thread.
 */
public final class MachineShare implements AutoCloseable {
  private final @Nullable TokenGate tokens;
  private final @Nullable MemoryGate memory;
  private final @Nullable OwnJobserver jobserver;
  private final Map<String, String> environment;
  private boolean heldBack;

  MachineShare(
      @Nullable TokenGate tokens,
      @Nullable MemoryGate memory,
      @Nullable OwnJobserver jobserver,
      Map<String, String> environment) {
    this.tokens = tokens;
    this.memory = memory;
    this.jobserver = jobserver;
    this.environment = Map.copyOf(environment);
  }

  /** Variables that tasks are to have. */
  public Map<String, String> environment() {
    return environment;
  }

  /** How many tasks may run; at least one. */
  public int limit() {
    return Math.min(
        tokens == null ? Integer.MAX_VALUE : tokens.limit(),
        memory == null ? Integer.MAX_VALUE : memory.limit());
  }

  /**
   * Takes note of what the run would make of a higher limit.
   *
   * @param running so many tasks run
   * @param wanted so many would run if they might
   */
  public void want(int running, int wanted) {
    heldBack = wanted > running;
    if (tokens != null) {
      // What memory holds back needs no token meanwhile.
      boolean further = memory == null || memory.limit() > running;
      tokens.want(further ? wanted : running);
    }
  }

  /**
   * To be called when a task ends, before another takes its place.
   *
   * @param running with that task
   */
  public void taskEnded(int running) {
    if (tokens == null) {
      return;
    }
    if (jobserver != null && running == 1) {
      jobserver.mend(tokens.held(), tokens.isAsking());
    }
    tokens.taskEnded();
  }

  /** Whether there is something to {@link #look} at. */
  public boolean changesByItself() {
    return memory != null;
  }

  /** Looks how things are on the machine. To be called every second or so. */
  public void look() {
    if (memory != null) {
      memory.look(heldBack);
    }
  }

  @Override
  public void close() throws IOException {
    try (jobserver) {
      if (tokens != null) {
        tokens.close();
      }
    }
  }
}
