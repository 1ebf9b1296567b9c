package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code ci}. */
@Tag("thorough")
class CiExampleTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void copy() throws IOException {
    folder = new JobFolder(path);
    for (String file : new String[] {"job.yaml", "Shop.java", "ShopTest.java"}) {
      Files.copy(Orchestrate.projectFile("examples/ci").resolve(file), path.resolve(file));
    }
  }

  @Test
  void testsAndReports() throws Exception {
    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("| compile: success, style: success, test: success\n")
        .contains("| 12 tests, 0 failed\n");
    assertThat(path.resolve("work/reports")).isDirectoryContaining("glob:**/TEST-fr-EUR.xml");
    assertThat(testCases("TEST-en-JPY.xml")).isEqualTo(2);
  }

  @Test
  void sayWhatIsWrongAndCleanUp() throws Exception {
    folder.file("Shop.java", folder.text("Shop.java").replace("10.99 USD", "10.99"));

    try (Orchestrate orchestrate = folder.start()) {
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output())
          .contains("| compile: success, style: success, test: failure\n")
          .contains("| 12 tests, 2 failed\n");
      assertThat(folder.text("work/reports/TEST-de-USD.xml"))
          .contains("<failure message=\"expected 200, USD; got 200, Willkommen, 10.99\"");
      assertThat(orchestrate.processes()).isEmpty();
    }
  }

  private int testCases(String report) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(path.resolve("work/reports").resolve(report).toFile())
        .getElementsByTagName("testcase")
        .getLength();
  }
}
