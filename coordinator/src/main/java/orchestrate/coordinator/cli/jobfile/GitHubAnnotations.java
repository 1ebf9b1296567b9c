package orchestrate.coordinator.cli.jobfile;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;
import orchestrate.config.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts as workflow commands of GitHub, which shows them at the lines that they are about:
 * <code>
 * ::error file=job.yaml,line=3,col=5::message</code>.
 */
final class GitHubAnnotations {
  private GitHubAnnotations() {}

  static String of(List<Verdict> verdicts) {
    return of(verdicts, System.getenv("GITHUB_WORKSPACE"));
  }

  /**
   * @param workspace where the repository is, relative to which GitHub names files
   */
  static String of(List<Verdict> verdicts, @Nullable String workspace) {
    return verdicts.stream()
        .map(
            verdict ->
                VerdictJson.complaints(verdict)
                        .map(complaint -> annotation(complaint, workspace))
                        .collect(joining())
                    + summary(verdict))
        .collect(joining());
  }

  private static String annotation(VerdictJson.Complaint complaint, @Nullable String workspace) {
    return "::error file=%s,line=%d,col=%d,endColumn=%d::%s%n"
        .formatted(
            property(inWorkspace(complaint.file(), workspace)),
            complaint.line(),
            complaint.column(),
            complaint.endColumn(),
            data(message(complaint)));
  }

  private static String message(VerdictJson.Complaint complaint) {
    String lines = complaint.message().lines().map(Printable::text).collect(joining("\n"));
    return complaint.hint() == null ? lines : lines + "\nhint: " + Printable.text(complaint.hint());
  }

  private static String inWorkspace(String file, @Nullable String workspace) {
    if (workspace == null || workspace.isEmpty()) {
      return file;
    }
    Path root = Path.of(workspace).toAbsolutePath().normalize();
    Path absolute = Path.of(file).toAbsolutePath().normalize();
    return absolute.startsWith(root) ? root.relativize(absolute).toString() : file;
  }

  /** A line of the log that can't be taken for a command, whatever the file is called. */
  private static String summary(Verdict verdict) {
    return "validated " + VerdictFormat.summary(verdict).replace("##[", "# #[") + "\n";
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
