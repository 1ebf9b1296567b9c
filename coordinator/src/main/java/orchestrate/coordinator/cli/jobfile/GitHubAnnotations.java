package orchestrate.coordinator.cli.jobfile;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.config.Printable;
import orchestrate.coordinator.ci.Annotation;
import orchestrate.coordinator.ci.GitHubCommands;

/** Verdicts as workflow commands of GitHub, which shows them at the lines that they are about. */
final class GitHubAnnotations {
  private GitHubAnnotations() {}

  static String of(List<Verdict> verdicts) {
    return of(verdicts, GitHubCommands.in(System.getenv()));
  }

  static String of(List<Verdict> verdicts, GitHubCommands commands) {
    return verdicts.stream()
        .flatMap(verdict -> lines(verdict, commands))
        .map(line -> line + "\n")
        .collect(joining());
  }

  private static Stream<String> lines(Verdict verdict, GitHubCommands commands) {
    Stream<String> complaints =
        VerdictJson.complaints(verdict)
            .map(GitHubAnnotations::annotation)
            .flatMap(annotation -> commands.annotate(annotation).stream());
    String summary = "validated " + VerdictFormat.summary(verdict);
    return Stream.concat(complaints, Stream.of(GitHubCommands.harmless(summary)));
  }

  private static Annotation annotation(VerdictJson.Complaint complaint) {
    return new Annotation(
        Annotation.Severity.ERROR,
        Path.of(complaint.file()),
        complaint.line(),
        complaint.column(),
        complaint.endColumn(),
        null,
        message(complaint));
  }

  private static String message(VerdictJson.Complaint complaint) {
    String lines = complaint.message().lines().map(Printable::text).collect(joining("\n"));
    return complaint.hint() == null ? lines : lines + "\nhint: " + Printable.text(complaint.hint());
  }
}
