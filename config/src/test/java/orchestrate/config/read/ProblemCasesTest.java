package orchestrate.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import orchestrate.config.ProblemReport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each {@link ProblemCase} gives the whole report in its {@code NAME.expected.txt}. {@code
 * -Dorchestrate.rewrite=true} writes what it gives now there, to be looked through.
 */
class ProblemCasesTest {
  static List<ProblemCase> cases() throws IOException {
    return ProblemCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tellsAllProblems(ProblemCase problemCase) throws IOException {
    String report = report(problemCase);
    if (Boolean.getBoolean("orchestrate.rewrite")) {
      Files.writeString(problemCase.expectation(), report);
    }
    assertThat(report).isEqualTo(problemCase.expected());
  }

  private static String report(ProblemCase problemCase) {
    return problemCase
        .read()
        .map(e -> ProblemReport.render(e).replace(ProblemCase.FOLDER + "/", ""))
        .orElse("no problem");
  }
}
