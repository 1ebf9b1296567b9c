package orchestrate.coordinator.ci;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Workflow commands of GitHub Actions: <code>::error file=job.yaml,line=3,col=5::message</code>. So
 * the runner reads lines that begin with two colons; and, from earlier, {@code ##[} anywhere.
 *
 * @param workspace where the repository is, relative to which files are named; null if unknown
 * @param stepSummary null if this runner has none
 */
public record GitHubCommands(@Nullable Path workspace, @Nullable Path stepSummary)
    implements CiCommands {
  private static final CommandSigns SIGNS = new CommandSigns("[", true);

  /**
   * As they are where this process runs.
   *
   * @param environment variables of this process
   */
  public static GitHubCommands in(Map<String, String> environment) {
    return new GitHubCommands(
        path(environment.get("GITHUB_WORKSPACE")), path(environment.get("GITHUB_STEP_SUMMARY")));
  }

  private static @Nullable Path path(@Nullable String value) {
    return value == null || value.isEmpty() ? null : Path.of(value);
  }

  @Override
  public CommandSigns signs() {
    return SIGNS;
  }

  /** A line that can't be taken for a command, whatever is in it. */
  public static String harmless(String line) {
    return HarmlessStream.text(line, SIGNS);
  }

  @Override
  public boolean hasGroups() {
    return true;
  }

  @Override
  public List<String> begin(Group group) {
    return List.of("::group::" + data(group.title()));
  }

  @Override
  public List<String> end(Group group) {
    return List.of("::endgroup::");
  }

  @Override
  public List<String> annotate(Annotation annotation) {
    String title = annotation.title();
    return List.of(
        "::%s file=%s,line=%d,col=%d,endColumn=%d%s::%s"
            .formatted(
                switch (annotation.severity()) {
                  case ERROR -> "error";
                  case WARNING -> "warning";
                },
                property(inWorkspace(annotation.file())),
                annotation.line(),
                annotation.column(),
                annotation.endColumn(),
                title == null ? "" : ",title=" + property(title),
                data(annotation.message())));
  }

  private String inWorkspace(Path file) {
    if (workspace == null) {
      return file.toString();
    }
    Path root = workspace.toAbsolutePath().normalize();
    Path absolute = file.toAbsolutePath().normalize();
    return (absolute.startsWith(root) ? root.relativize(absolute) : file).toString();
  }

  @Override
  public List<String> mask(String line) {
    return List.of("::add-mask::" + data(line));
  }

  @Override
  public @Nullable SummaryPlace summary(Path own) {
    return stepSummary == null ? null : new SummaryPlace(stepSummary, List.of());
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
