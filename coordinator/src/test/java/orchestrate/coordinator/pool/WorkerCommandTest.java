package orchestrate.coordinator.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orchestrate.worker.WorkerSetup;
import orchestrate.worker.protocol.LogFiles;
import org.junit.jupiter.api.Test;

class WorkerCommandTest {
  private static final String OPENED = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";

  @Test
  void onlyWorkersThatCanOpenDurableQueuesHaveChronicle() {
    List<String> with = command(true, WorkerKind.JAVA);
    List<String> without = command(false, WorkerKind.JAVA);
    List<String> commands = command(true, WorkerKind.COMMANDS);

    assertThat(with).contains(OPENED).noneMatch(option -> option.contains("CompileThreshold"));
    assertThat(without).doesNotContain(OPENED);
    assertThat(commands).doesNotContain(OPENED);
    assertThat(classPath(commands)).isEqualTo(classPath(without));
    assertThat(classPath(with))
        .isEqualTo(classPath(without) + ":" + System.getProperty("java.class.path"));
  }

  private static List<String> command(boolean durableQueues, WorkerKind kind) {
    Path folder = Path.of("/run");
    var setup = new WorkerSetup(folder, 1, 1, false, 2, folder, folder, Set.of(), null, Map.of());
    return new WorkerCommand(
            List.of(),
            durableQueues,
            Set.of(),
            Map.of(),
            LogFiles.of(folder),
            new AotCaches(null, false))
        .of(setup, kind, folder.resolve("log").toFile())
        .command();
  }

  private static String classPath(List<String> command) {
    return command.get(command.indexOf("-cp") + 1);
  }
}
