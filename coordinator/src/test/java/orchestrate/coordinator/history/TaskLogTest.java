package orchestrate.coordinator.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import orchestrate.coordinator.history.LogPrinter.Form;
import orchestrate.coordinator.run.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskLogTest {
  private static final String OUTPUT = "one\n\u001b[31mtwo\n" + "x".repeat(100_000) + "\nend";

  @TempDir Path path;
  private RunFolder run = new RunFolder("", Path.of(""));

  @BeforeEach
  void aRun() throws IOException {
    Path folder = new MadeUpRuns(path).died(MadeUpRuns.FIRST);
    run = new RunFolder(MadeUpRuns.FIRST, folder);
    log("list.1.log", "first");
    log("list.10.log", "tenth");
    log("list.9.log", "ninth");
    log("list.9.ready.log", "a probe");
    log("list.9/0.1.log", "a subtask");
    log("lister.1.log", "another");
    log("shrink/0.1.log", "a");
    log("shrink/10.1.log", OUTPUT);
    log("shrink/2.2.log", "c");
    log("worker-1.log", "no task");
    Files.createSymbolicLink(run.logs().resolve("list.99.log"), path.resolve("list.1.log"));
  }

  private void log(String name, String text) throws IOException {
    Path file = run.logs().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void byTaskThenInstanceThenAttempt() throws IOException {
    List<TaskLog> logs = TaskLog.of(List.of("shrink", "list"), run);

    assertThat(logs)
        .extracting(log -> log.name() + " " + log.attempt())
        .containsExactly(
            "shrink[0] 1", "shrink[2] 2", "shrink[10] 1", "list 1", "list 9", "list 10");
    assertThat(TaskLog.last(logs))
        .extracting(log -> log.name() + " " + log.attempt())
        .containsExactly("shrink[0] 1", "shrink[2] 2", "shrink[10] 1", "list 10");
  }

  @Test
  void asItIsForAFile() throws IOException {
    assertThat(printed(Form.RAW)).isEqualTo(OUTPUT);
  }

  @Test
  void harmlessForATerminal() throws IOException {
    assertThat(printed(Form.LINES)).startsWith("one\n\\x1b[31mtwo\nxxx").endsWith("x\nend\n");
    assertThat(printed(Form.NAMED_LINES))
        .startsWith("shrink[10] | one\nshrink[10] | \\x1b[31mtwo\n")
        .endsWith("\nshrink[10] | end\n");
  }

  private String printed(Form form) throws IOException {
    var out = new ByteArrayOutputStream();
    var printer = new LogPrinter(out, UTF_8, form);
    for (TaskLog log : TaskLog.of(List.of("shrink"), run)) {
      if (log.name().equals("shrink[10]")) {
        printer.print(log);
      }
    }
    return out.toString(UTF_8);
  }
}
