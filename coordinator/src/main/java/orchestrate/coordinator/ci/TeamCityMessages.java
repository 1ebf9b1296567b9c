package orchestrate.coordinator.ci;

import java.util.List;

/**
 * Service messages of TeamCity: <code>##teamcity[message text='...' status='ERROR']</code>. None of
 * those that are used here decides whether the build fails: the exit code does.
 */
record TeamCityMessages() implements CiCommands {
  private static final CommandSigns SIGNS = new CommandSigns("t", false);

  @Override
  public CommandSigns signs() {
    return SIGNS;
  }

  @Override
  public boolean hasGroups() {
    return true;
  }

  @Override
  public List<String> begin(Group group) {
    return List.of("##teamcity[blockOpened name='%s']".formatted(value(group.title())));
  }

  @Override
  public List<String> end(Group group) {
    return List.of("##teamcity[blockClosed name='%s']".formatted(value(group.title())));
  }

  /** It knows no places in files: the message begins with it. */
  @Override
  public List<String> annotate(Annotation annotation) {
    String title = annotation.title() == null ? "" : annotation.title() + ": ";
    String text =
        "%s:%d: %s%s".formatted(annotation.file(), annotation.line(), title, annotation.message());
    return List.of(
        "##teamcity[message text='%s' status='%s']".formatted(value(text), annotation.severity()));
  }

  /** What TeamCity itself would say stays before it. */
  @Override
  public List<String> conclude(String verdict) {
    return List.of(
        "##teamcity[buildStatus text='{build.status.text}; %s']".formatted(value(verdict)));
  }

  /** Whatever the agent takes for the charset of the log. */
  private static String value(String text) {
    var value = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '|', '\'', '[', ']' -> value.append('|').append(character);
        case '\n' -> value.append("|n");
        case '\r' -> value.append("|r");
        default -> {
          if (character < 0x80) {
            value.append(character);
          } else {
            value.append("|0x%04x".formatted((int) character));
          }
        }
      }
    }
    return value.toString();
  }
}
