package orchestrate.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One entry under {@code tasks}, with the file's defaults already filled in.
 *
 * @param forEach null if the task runs once
 * @param acquire permits by semaphore, and 1 for each lock, sorted by name: every task takes them
 *     in one order
 * @param timeout for one attempt; null if it may take as long as it likes
 * @param outputs files that exist when the task has succeeded
 * @param output how what it prints is shown
 */
public record TaskSpec(
    String name,
    Action action,
    Map<String, Template> env,
    List<String> needs,
    @Nullable ForEach forEach,
    Map<String, Integer> acquire,
    List<String> sets,
    List<String> waitsFor,
    List<String> meets,
    @Nullable Duration timeout,
    Retry retry,
    List<Template> outputs,
    OutputMode output,
    Limits limits,
    FailurePolicy failurePolicy,
    Stopping stopping) {

  /** How many instances there will be; empty where the file alone doesn't tell. */
  public OptionalLong instances() {
    return forEach == null ? OptionalLong.of(1) : forEach.count();
  }
}
