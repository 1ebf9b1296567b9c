package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code queues} of a job file that outlive its runs. */
@Tag("thorough")
class DurableQueueTest {
  private static final int ENOUGH = 500;

  @TempDir Path path;

  @Test
  void whatAKilledRunHasPutTheNextOneTakes() throws Exception {
    Orchestrate.writeScript(path.resolve("orchestrate"));
    var folder = new JobFolder(path);
    folder
        .task(
            "Fill",
            "int from",
            """
            Path done = context.resolve(Path.of("put-" + from));
            for (int i = from; ; i++) {
              if (i > from + 1000) {
                Thread.sleep(1); // the others need the processors, too
              }
              context.queue("findings").put("é" + i);
              Files.writeString(
                  done, "é" + i + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            """)
        .task(
            "Take",
            "",
            """
            for (String hidden :
                List.of("orchestrate.durable.DurableQueue", "net.openhft.chronicle.queue.ChronicleQueue")) {
              try {
                Class.forName(hidden);
                throw new AssertionError("a task sees " + hidden);
              } catch (ClassNotFoundException expected) {
                // That is how it should be.
              }
            }
            Path file = context.resolve(Path.of("taken-" + context.item().orElseThrow()));
            var taken = new ArrayList<String>();
            context.queue("findings").untilClosed().forEach(taken::add);
            Files.write(file, taken);
            """)
        .job(
            """
            version: "1"
            queues: { findings: { capacity: 1000000, durable: true } }
            tasks:
              command: { run: ./orchestrate sync queue put findings command && touch put }
              fill: { needs: command, matrix: { from: [1000000, 2000000] }, java: Fill.java, with: { from: "${{ matrix.from }}" } }
            """);

    try (Orchestrate first = folder.start()) {
      Await.until("texts", () -> lines("put-1000000").size() >= ENOUGH);
      Await.until("texts", () -> lines("put-2000000").size() >= ENOUGH);
      Orchestrate.Result second = folder.run();
      assertThat(second.exitCode()).as(second.output()).isEqualTo(3);
      assertThat(second.errors())
          .contains("the queue findings can't be opened: another run has it, that of coordinator")
          .contains("`concurrency`", "Nothing was run.");
      first.signal("KILL");
      Await.until("the end of everything", () -> first.processes().isEmpty());
    }
    folder.job(
        """
        version: "1"
        queues: { findings: { capacity: 1, durable: true } }   # what is in it is more
        tasks:
          take: { for-each: { range: 1..2 }, java: Take.java }
          close: { run: ./orchestrate sync queue close findings }
          refused:
            needs: [take, close]
            run: |
              ./orchestrate sync queue put findings --priority 1 x 2> priority && exit 1 || [ $? = 2 ]
              ./orchestrate sync queue put findings x 2> closed && exit 1 || [ $? = 1 ]
        """);
    Orchestrate.Result last = folder.run();

    assertThat(last.exitCode()).as(last.output() + last.errors()).isZero();
    var taken = new ArrayList<>(lines("taken-1"));
    taken.addAll(lines("taken-2"));
    List<String> put =
        Stream.of(List.of("command"), lines("put-1000000"), lines("put-2000000"))
            .flatMap(List::stream)
            .toList();
    assertThat(taken).containsAll(put).doesNotHaveDuplicates();
    // Each of the two may have put one more without having been able to say so.
    assertThat(taken.size() - put.size()).isBetween(0, 2);
    assertThat(warnings(folder.runs().getFirst().resolve("logs/fill"))).isEmpty();
    assertThat(warnings(folder.log("take"))).isEmpty();
    assertThat(folder.text("priority")).contains("queue 'findings' is durable");
    assertThat(folder.text("closed")).contains("was closed by a process of this session");
  }

  /**
   * What Chronicle, or the JVM because of it, has printed into the logs of tasks that print
   * nothing.
   */
  private static String warnings(Path logs) throws IOException {
    var text = new StringBuilder();
    try (Stream<Path> files = Files.list(logs)) {
      for (Path file : files.toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  private List<String> lines(String name) {
    Path file = path.resolve(name);
    try {
      if (Files.notExists(file)) {
        return List.of();
      }
      // A killed task may have written half of a line.
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
