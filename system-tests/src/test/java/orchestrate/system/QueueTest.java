package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code queues} of a job file. */
class QueueTest {
  @TempDir Path path;

  /** The first queue has room for one: neither side gets on without the other. */
  @Test
  void commandsAndJavaTasksPassEachOtherTexts() throws Exception {
    Orchestrate.writeScript(path.resolve("orchestrate"));
    var folder = new JobFolder(path);
    folder
        .task(
            "Sort",
            "",
            """
            var sorted = context.queue("sorted", String::length);
            for (String word : context.queue("words").untilClosed()) {
              sorted.put(word);
            }
            sorted.close();
            """)
        .task(
            "Rest",
            "",
            """
            var rest = new ArrayList<String>();
            context.queue("sorted").untilClosed().forEach(rest::add);
            context.output("rest", rest);
            """)
        .job(
            """
            version: "1"
            queues: { words: 1, sorted: { order: priority, capacity: 8 } }
            tasks:
              feed:
                run: |
                  ./orchestrate sync queue put sorted --priority -1 'the first'
                  printf 'ccc\\nbb\\na\\ndé\\n' | ./orchestrate sync queue put words
                  ./orchestrate sync queue put words --priority 1 x 2> refused && exit 1 || [ $? = 2 ]
                  ./orchestrate sync queue close words
              sort: { java: Sort.java }
              first: { needs: [feed, sort], run: ./orchestrate sync queue get sorted > first }
              rest: { needs: first, java: Rest.java }
              show: { needs: rest, run: "echo ${{ tasks.rest.outputs.rest }} > rest" }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.text("first")).isEqualTo("the first\n");
    assertThat(folder.text("rest")).isEqualTo("[a, bb, dé, ccc]\n");
    assertThat(folder.text("refused"))
        .contains("queue 'words' (fifo queue of 1 elements")
        .contains("has no priorities; leave out --priority");
  }
}
