package orchestrate.coordinator.cli.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import orchestrate.config.Position;
import orchestrate.config.Problem;
import orchestrate.config.SourceText;
import orchestrate.coordinator.ci.GitHubCommands;
import org.junit.jupiter.api.Test;

class GitHubAnnotationsTest {
  private static final GitHubCommands NO_WORKSPACE = new GitHubCommands(null, null);

  private static GitHubCommands in(String workspace) {
    return new GitHubCommands(Path.of(workspace), null);
  }

  private static Verdict verdict(String file, Problem... problems) {
    return new Verdict(Path.of(file), 2, List.of(problems), List.of());
  }

  private static SourceText source(String file) {
    return new SourceText(Path.of(file), List.of());
  }

  @Test
  void escapesWhatEndsAPropertyOrTheMessage() {
    assertThat(
            GitHubAnnotations.of(
                List.of(
                    verdict(
                        "a,b:c%.yaml",
                        new Problem(
                            new Position(source("a,b:c%.yaml"), 3, 5, 4),
                            "100 % of: `x`\n::error::no",
                            "do, it"))),
                NO_WORKSPACE))
        .isEqualTo(
            """
            ::error file=a%2Cb%3Ac%25.yaml,line=3,col=5,endColumn=9::100 %25 of: `x`%0A::error::no%0Ahint: do, it
            validated a,b:c%.yaml: 1 problem
            """);
  }

  @Test
  void namesFilesAsTheRepositoryDoes() {
    Verdict verdict =
        verdict("/repo/jobs/x.yaml", new Problem(source("/repo/jobs/x.yaml").start(), "wrong"));
    assertThat(GitHubAnnotations.of(List.of(verdict), in("/repo")))
        .startsWith("::error file=jobs/x.yaml,line=1,");
    assertThat(GitHubAnnotations.of(List.of(verdict), in("/other")))
        .startsWith("::error file=/repo/jobs/x.yaml,line=1,");
  }

  /** A line of a log that begins with two colons is a command, as is one with {@code ##[}. */
  @Test
  void noFileNameIsACommand() {
    assertThat(
            GitHubAnnotations.of(
                List.of(verdict("::error::x"), verdict("a##[error]b")), NO_WORKSPACE))
        .isEqualTo(
            """
            validated ::error::x: fine, 2 tasks
            validated a## [error]b: fine, 2 tasks
            """);
  }
}
