package orchestrate.coordinator.ci;

import java.nio.file.Path;
import java.util.List;

/**
 * Logging commands of Azure Pipelines: <code>##vso[task.logissue type=error]message</code>, which
 * the agent finds anywhere in a line, and {@code ##[group]}, which those find who show the log.
 */
record AzureCommands() implements CiCommands {
  private static final CommandSigns SIGNS = new CommandSigns("[v", false);

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
    return List.of("##[group]" + HarmlessStream.text(group.title(), SIGNS));
  }

  @Override
  public List<String> end(Group group) {
    return List.of("##[endgroup]");
  }

  /** The agent finds out which repository the file is in. */
  @Override
  public List<String> annotate(Annotation annotation) {
    String title = annotation.title() == null ? "" : annotation.title() + ": ";
    return List.of(
        "##vso[task.logissue type=%s;sourcepath=%s;linenumber=%d;columnnumber=%d]%s"
            .formatted(
                switch (annotation.severity()) {
                  case ERROR -> "error";
                  case WARNING -> "warning";
                },
                property(annotation.file().toAbsolutePath().normalize().toString()),
                annotation.line(),
                annotation.column(),
                data(title + annotation.message())));
  }

  @Override
  public List<String> mask(String line) {
    return List.of("##vso[task.setsecret]" + data(line));
  }

  @Override
  public SummaryPlace summary(Path own) {
    Path file = own.toAbsolutePath().normalize();
    return new SummaryPlace(file, List.of("##vso[task.uploadsummary]" + data(file.toString())));
  }

  private static String data(String text) {
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace("]", "%5D").replace(";", "%3B");
  }
}
