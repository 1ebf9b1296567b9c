package orchestrate.coordinator.cli.jobfile;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;
import orchestrate.coordinator.ci.Annotation;
import orchestrate.coordinator.ci.GitHubCommands;
import orchestrate.coordinator.cli.MistakeAnnotations;

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
    Stream<Annotation> mistakes =
        Stream.concat(
            verdict.problems().stream().map(MistakeAnnotations::of),
            verdict.errors().stream().map(MistakeAnnotations::of));
    String summary = "validated " + VerdictFormat.summary(verdict);
    return Stream.concat(
        mistakes.flatMap(mistake -> commands.annotate(mistake).stream()),
        Stream.of(GitHubCommands.harmless(summary)));
  }
}
