package orchestrate.worker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import orchestrate.worker.process.Command;
import orchestrate.worker.process.LaneSetup;
import orchestrate.worker.process.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecProbeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(9);

  @TempDir Path folder;

  private ExecProbe probe(String... words) throws IOException {
    var setup =
        new LaneSetup(
            Map.of("PATH", System.getenv("PATH")), "probe-test", folder.resolve("lane.log"));
    Launcher launcher = Launcher.of(setup);
    var command = new Command(List.of(words), folder, Map.of(), folder.resolve("log"));
    return new ExecProbe("./ping", command, () -> launcher);
  }

  @Test
  void asksAgainUntilItsCommandSucceeds() throws IOException {
    ExecProbe probe = probe("sh", "-c", "echo first; echo no such file; echo; test -e up");
    String lacking = "exec: `./ping`: exit code 1, and it printed: no such file";
    assertThat(probe.lacking(PATIENCE)).isEqualTo(lacking);
    assertThat(probe.lacking(PATIENCE)).isEqualTo(lacking);
    Files.createFile(folder.resolve("up"));
    assertThat(probe.lacking(PATIENCE)).isNull();
    assertThat(folder.resolve("log")).as("of the last time").hasContent("first\nno such file\n\n");
  }

  @Test
  void killsWhatTakesTooLong() throws IOException {
    assertThat(probe("sleep", "600.75").lacking(Duration.ofMillis(50)))
        .isEqualTo("exec: `./ping`: killed after 1.0 s");
  }

  @Test
  void tellsOfASignal() throws IOException {
    assertThat(probe("sh", "-c", "kill -s QUIT $$").lacking(PATIENCE))
        .isEqualTo("exec: `./ping`: ended by signal 3");
  }

  @Test
  void saysWhatCanNotBeStarted() throws IOException {
    assertThat(probe("./none").lacking(PATIENCE))
        .isEqualTo("exec: `./ping`: there is no program " + folder.resolve("./none"));
  }

  @Test
  void isCutShortByAnotherThread() throws Exception {
    ExecProbe probe = probe("sh", "-c", "touch begun; sleep 600.75");
    Path begun = folder.resolve("begun");
    var cut =
        CompletableFuture.runAsync(
            () -> {
              while (Files.notExists(begun)) {
                Thread.onSpinWait();
              }
              probe.cutShort();
            });
    assertThat(probe.lacking(PATIENCE)).isEqualTo("exec: `./ping`: ended by signal 9");
    cut.join();
    assertThat(probe.lacking(PATIENCE)).as("for good").contains("signal 9");
  }
}
