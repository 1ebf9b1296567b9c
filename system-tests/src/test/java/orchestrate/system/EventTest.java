package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks wait for events, which others set when they have succeeded, or before. */
class EventTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void setAtTheEndOrInMidRunOrNever() throws Exception {
    folder
        .task(
            "SetAndStay",
            "",
            """
            context.event("mid").set();
            Path seen = context.resolve(Path.of("seen"));
            while (Files.notExists(seen)) {
              Thread.sleep(5);
            }
            """)
        .task(
            "AwaitThere",
            "",
            """
            context.event("end").await();
            """)
        .job(
            """
            version: "1"
            events: [end, mid, never]
            tasks:
              setter: { run: "echo set >> order", sets: end }
              waiter: { run: "echo seen >> order", waits-for: end }
              inside: { java: AwaitThere.java }
              stays: { java: SetAndStay.java, sets: mid }
              meanwhile: { run: "touch seen", waits-for: mid }
              fails: { run: "false", sets: never }
              left-out: { run: "touch never", waits-for: never }
              further: { needs: left-out, run: "touch never" }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(folder.lines("order")).containsExactly("set", "seen");
    assertThat(folder.has("never")).isFalse();
    assertThat(result.output())
        .contains("left-out   skipped: waits for event never, which fails did not set: it failed\n")
        .contains("further    skipped: needs left-out, which was skipped\n")
        .endsWith(": 5 ok, 1 failed, 2 skipped of 8 tasks\n");
  }

  /** However soon the task fails after it has set the event. */
  @Test
  void anEventThatWasSetStaysSetThoughItsTaskFails() throws Exception {
    var yaml = new ArrayList<String>();
    List<Integer> pairs = IntStream.rangeClosed(1, 20).boxed().toList();
    yaml.add("version: \"1\"");
    yaml.add("events: [" + String.join(", ", pairs.stream().map(i -> "e" + i).toList()) + "]");
    yaml.add("tasks:");
    for (int i : pairs) {
      yaml.add(
          "  set%d: { java: SetAndFail.java, with: { event: e%d }, sets: e%d }".formatted(i, i, i));
      yaml.add("  wait%d: { run: \"echo %d >> seen\", waits-for: e%d }".formatted(i, i, i));
    }
    folder
        .task(
            "SetAndFail",
            "String event",
            """
            context.event(event).set();
            throw new IOException("failed after all");
            """)
        .job(String.join("\n", yaml));

    Orchestrate.Result result = folder.run();

    assertThat(result.output()).doesNotContain("did not set");
    assertThat(folder.lines("seen")).hasSize(pairs.size());
  }
}
