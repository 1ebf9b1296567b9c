package orchestrate.coordinator.ci;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a CI system is told by lines of a log that it takes for commands. Where it knows no such
 * command there are no lines. All values are escaped: none ends a command, or is one.
 */
public sealed interface CiCommands
    permits AzureCommands, GitHubCommands, GitLabSections, NoCommands, TeamCityMessages {
  /** What makes a line a command. */
  CommandSigns signs();

  /** Whether it knows of {@link Group}s. */
  default boolean hasGroups() {
    return false;
  }

  /** What stands before the lines of a group. */
  default List<String> begin(Group group) {
    return List.of();
  }

  /** What stands after them. */
  default List<String> end(Group group) {
    return List.of();
  }

  /** Has something shown at its place in a file. */
  default List<String> annotate(Annotation annotation) {
    return List.of();
  }

  /**
   * Has a secret masked from now on, in all that it is shown.
   *
   * @param line of the secret
   */
  default List<String> mask(String line) {
    return List.of();
  }

  /** Says in a line, where builds are listed, how this one has ended. */
  default List<String> conclude(String verdict) {
    return List.of();
  }

  /**
   * Where a summary in Markdown is wanted; null if it isn't.
   *
   * @param own a file that can be written if there is no better place
   */
  default @Nullable SummaryPlace summary(Path own) {
    return null;
  }
}
