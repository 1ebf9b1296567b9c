package orchestrate.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import orchestrate.config.JobFileException;
import orchestrate.config.ProblemReport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each NAME.job of the folder has the whole report that it must give in NAME.expected.txt. The
 * files are not called .yaml so that no formatter mends what is wrong with them.
 */
class ProblemCasesTest {
  private static final Path FOLDER = Path.of("src/test/resources/problems");

  static List<String> cases() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".job"))
          .map(name -> name.replace(".job", ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tellsAllProblems(String name) throws IOException {
    assertThat(report(name)).isEqualTo(Files.readString(FOLDER.resolve(name + ".expected.txt")));
  }

  private static String report(String name) {
    // Only the case about params has use for values from the command line.
    Map<String, String> given =
        name.equals("params") ? Map.of("given", "abc", "nedded", "x") : Map.of();
    try {
      JobFileReader.read(FOLDER.resolve(name + ".job"), given, Map.of("HOME", "/home/me"));
      return "no problem";
    } catch (JobFileException e) {
      return ProblemReport.render(e).replace(FOLDER + "/", "");
    }
  }
}
