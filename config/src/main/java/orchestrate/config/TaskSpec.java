package orchestrate.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry under {@code tasks}, with the file's defaults already filled in.
 *
 * @param secrets those that it names, which it has as variables
 * @param condition null if it is wanted whenever its needs are met
 * @param forEach null if the task runs once
 * @param acquire permits by semaphore, and 1 for each lock, sorted by name: every task takes them
 *     in one order
 * @param pipeFrom the task whose stdout it reads while both run; null if it reads nothing
 * @param timeout for one attempt; null if it may take as long as it likes
 * @param files that it makes
 * @param output how what it prints is shown
 * @param tags by which a run may be told to do it or leave it out
 * @param service what makes it a service; null if it isn't one
 * @param isFinal whether it stands under {@code finally}: it starts when all others are over
 * @param usedOutputs the keys of other tasks' outputs that its expressions speak of, by task
 */
public record TaskSpec(
    String name,
    Action action,
    Map<String, Template> env,
    Map<String, Secret> secrets,
    List<Need> needs,
    @Nullable Condition condition,
    @Nullable ForEach forEach,
    Map<String, Integer> acquire,
    List<String> sets,
    List<String> waitsFor,
    List<String> meets,
    @Nullable String pipeFrom,
    @Nullable Duration timeout,
    Retry retry,
    TaskFiles files,
    OutputMode output,
    Limits limits,
    FailurePolicy failurePolicy,
    Stopping stopping,
    Set<String> tags,
    @Nullable Service service,
    boolean isFinal,
    Map<String, Set<String>> usedOutputs) {

  /** The tasks that must be over before it. */
  public List<String> needed() {
    return needs.stream().map(Need::task).toList();
  }

  /** Whether it goes on while others need it. */
  public boolean isService() {
    return service != null;
  }

  /** The key of the job file that it stands under. */
  public String section() {
    return isFinal ? "finally" : "tasks";
  }

  /** How many instances there will be; empty where the file alone doesn't tell. */
  public OptionalLong instances() {
    return forEach == null ? OptionalLong.of(1) : forEach.count();
  }
}
