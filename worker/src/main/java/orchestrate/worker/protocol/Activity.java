package orchestrate.worker.protocol;

import java.util.Map;

/**
 * An attempt that runs now, as others see it.
 *
 * @param instance {@link #NO_FAN_OUT} if the task has none
 * @param held how many permits of which semaphores the coordinator holds for it
 */
public record Activity(String task, long instance, int attempt, Map<String, Integer> held) {
  public static final long NO_FAN_OUT = -1;

  /** Which instance of which task. */
  public String describe() {
    return instance == NO_FAN_OUT ? task : "%s[%d]".formatted(task, instance);
  }
}
