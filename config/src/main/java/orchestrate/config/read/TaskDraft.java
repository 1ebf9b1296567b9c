package orchestrate.config.read;

import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.config.Action;
import orchestrate.config.FailurePolicy;
import orchestrate.config.Limits;
import orchestrate.config.OutputMode;
import orchestrate.config.Position;
import orchestrate.config.Retry;
import orchestrate.config.Stopping;
import orchestrate.config.TaskFiles;
import orchestrate.config.TaskSpec;
import orchestrate.config.read.Scope.OutputUse;
import org.jspecify.annotations.Nullable;

/**
 * A task as it was read, with the places that checks across tasks need. All names in it exist.
 *
 * @param position of its name
 * @param doubtful keys whose value had a problem: what they lack is not to be complained of; a
 *     {@code *} among them stands for all keys
 */
record TaskDraft(
    TaskSpec spec,
    Position position,
    List<Name> needs,
    List<Name> sets,
    List<Name> waitsFor,
    List<Name> meets,
    @Nullable Name pipeFrom,
    List<OutputUse> outputUses,
    Set<String> doubtful) {

  /** What is known of a task that isn't even a mapping. */
  static TaskDraft unreadable(Name name, boolean isFinal) {
    var spec =
        new TaskSpec(
            name.text(),
            new Action.Exec(List.of(), null),
            Map.of(),
            Map.of(),
            List.of(),
            null,
            null,
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            null,
            Retry.NONE,
            TaskFiles.NONE,
            OutputMode.GROUP,
            Limits.NONE,
            FailurePolicy.DEFAULT,
            Stopping.DEFAULT,
            Set.of(),
            null,
            isFinal,
            Map.of());
    return new TaskDraft(
        spec,
        name.position(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        Set.of("*"));
  }

  String name() {
    return spec.name();
  }

  /** Also if its {@code for-each} could not be read. */
  boolean isFanOut() {
    return spec.forEach() != null || doubtful.contains("for-each");
  }

  boolean isSure(String key) {
    return !doubtful.contains(key) && !doubtful.contains("*");
  }
}
