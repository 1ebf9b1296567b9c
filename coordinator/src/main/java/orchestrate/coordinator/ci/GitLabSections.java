package orchestrate.coordinator.ci;

import java.util.List;

/**
 * Sections of GitLab's job logs. A sequence that erases the line is part of their marks, so text
 * whose control characters are spelled out has none.
 */
record GitLabSections() implements CiCommands {
  private static final String END_OF_MARK = "\r\033[0K";

  @Override
  public CommandSigns signs() {
    return CommandSigns.NONE;
  }

  @Override
  public boolean hasGroups() {
    return true;
  }

  /** The time that GitLab shows beside the title is that between the two marks. */
  @Override
  public List<String> begin(Group group) {
    return List.of(
        "section_start:%d:%s[collapsed=true]%s%s"
            .formatted(group.beganAt() / 1000, group.name(), END_OF_MARK, group.title()));
  }

  @Override
  public List<String> end(Group group) {
    return List.of(
        "section_end:%d:%s%s".formatted(group.endedAt() / 1000, group.name(), END_OF_MARK));
  }
}
