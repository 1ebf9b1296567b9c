package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Containers, cron and CI machines often have no locale: text is UTF-8 all the same, and tasks see
 * the locale that was there. The launcher hands it over in a variable.
 */
class LocaleTest {
  @TempDir Path path;

  @Test
  void variablesAndOutputNeedNoLocale() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        env: { JOB: "jöb" }
        tasks:
          env: { env: { TASK: "täsk" }, run: "echo $JOB $TASK $OUTER $LC_ALL ${ORCHESTRATE_LC_ALL-} > env.txt" }
          print: { run: "echo 'ö ✓'" }
        """);

    Orchestrate.Result result = withoutLocale();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.text("env.txt")).isEqualTo("jöb täsk öuter C\n");
    assertThat(Files.readString(folder.log("print.1.log"))).isEqualTo("ö ✓\n");
  }

  @Test
  void fileNamesNeedNoLocale() throws Exception {
    var folder = new JobFolder(path);
    Files.createDirectory(path.resolve("ü"));
    Files.writeString(path.resolve("ü/é.txt"), "found");
    folder.job(
        """
        version: "1"
        tasks:
          files: { for-each: { files: "ü/*.txt" }, run: "cat ${{ item }} > files.txt" }
        """);

    Orchestrate.Result result = withoutLocale();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.text("files.txt")).isEqualTo("found");
  }

  private Orchestrate.Result withoutLocale() throws Exception {
    var environment = Map.of("LC_ALL", "C.UTF-8", "ORCHESTRATE_LC_ALL", "C", "OUTER", "öuter");
    try (Orchestrate orchestrate = Orchestrate.start(path, environment, "run", "-j", "2")) {
      return orchestrate.await();
    }
  }
}
