package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tasks hand to those that need them: values, and files. */
class OutputsTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void valuesAndFiles() throws Exception {
    folder
        .task(
            "Give",
            "String from",
            """
            context.output("java", from + " and Java's own");
            """)
        .job(
            """
            version: "1"
            tasks:
              command:
                run: |
                  echo "plain=one two" >> $ORCHESTRATE_OUTPUT
                  echo "equals=a=b=c" >> $ORCHESTRATE_OUTPUT
                  echo "hostile=\\$(touch pwned) '" >> $ORCHESTRATE_OUTPUT
              java: { needs: command, java: Give.java, with: { from: "${{ tasks.command.outputs.plain }}" } }
              all:
                needs: java
                run: |
                  printf '%s\\n' ${{ tasks.command.outputs.equals }} ${{ tasks.command.outputs.hostile }} > all
                  printf '%s\\n' ${{ tasks.java.outputs.java }} >> all
              made: { run: "echo x > made.txt", outputs: made.txt }
              unmade: { run: "true", outputs: [made.txt, unmade.txt], needs: made }
              after: { needs: unmade, run: "true" }
              unknown: { needs: command, run: "echo ${{ tasks.command.outputs.nothere }}" }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(folder.lines("all"))
        .containsExactly("a=b=c", "$(touch pwned) '", "one two and Java's own");
    assertThat(folder.has("pwned")).isFalse();
    assertThat(folder.resultOf("made")).isEqualTo("ok");
    assertThat(folder.resultOf("after")).isEqualTo("skipped");
    assertThat(result.output())
        .contains(
            "FAILED unmade: it succeeded but did not make its output "
                + path.toRealPath().resolve("unmade.txt"))
        .contains(
            "FAILED unknown: task `command` gave no output `nothere`; it gave plain, equals, hostile");
  }

  @Test
  void valuesOfAFailedAttemptAreNobodyElses() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          fails: { run: "echo key=stale >> $ORCHESTRATE_OUTPUT; exit 1" }
          next: { run: "echo other=1 >> $ORCHESTRATE_OUTPUT" }
          again:
            retry: 1
            run: |
              test $ORCHESTRATE_ATTEMPT = 2 || { echo first=1 >> $ORCHESTRATE_OUTPUT; exit 1; }
              echo second=2 >> $ORCHESTRATE_OUTPUT
          ask: { needs: next, run: "echo got ${{ tasks.next.outputs.key }}" }
          ask-again: { needs: again, run: "echo got ${{ tasks.again.outputs.first }}" }
        """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.output())
        .contains("FAILED ask: task `next` gave no output `key`; it gave other\n")
        .contains("FAILED ask-again: task `again` gave no output `first`; it gave second\n");
  }

  @Test
  void theLastValueOfAKeyCounts() throws Exception {
    folder
        .task(
            "Count",
            "",
            """
            for (int i = 1; i <= 100_000; i++) {
              context.output("count", i);
            }
            """)
        .job(
            """
            version: "1"
            tasks:
              count: { java: Count.java }
              show: { needs: count, run: "echo ${{ tasks.count.outputs.count }} > count" }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.text("count")).isEqualTo("100000\n");
  }

  @Test
  void listsOfWhatTheInstancesOfAFanOutGave() throws Exception {
    folder
        .task(
            "Save",
            "List<String> values, Path to",
            """
            Files.write(context.resolve(to), values);
            """)
        .job(
            """
            version: "1"
            tasks:
              fifo: { run: mkfifo fifo }
              fan:
                needs: fifo
                for-each: { range: 0..5 }
                retry: 1
                allow-failure: true
                run: |
                  case $ORCHESTRATE_INSTANCE.$ORCHESTRATE_ATTEMPT in
                    0.*) read -r line < fifo ;;           # until 5 writes: the first of the list is the last to end
                    1.1) echo "name=stale" > "$ORCHESTRATE_OUTPUT"; exit 1 ;;
                    2.*) exit 0 ;;
                    3.*) echo "name=failed" > "$ORCHESTRATE_OUTPUT"; exit 3 ;;
                    5.*) echo > fifo ;;
                  esac
                  echo "name=it's \\$(touch pwned) $ORCHESTRATE_INSTANCE" > "$ORCHESTRATE_OUTPUT"
                  echo "long=$(head -c 15000 /dev/zero | tr '\\0' x)" >> "$ORCHESTRATE_OUTPUT"
              script: { needs: fan, run: "printf '%s\\n' ${{ tasks.fan.outputs.name }} > script" }
              words: { needs: fan, run: [touch, "${{ tasks.fan.outputs.name }}", "words ${{ length(tasks.fan.outputs.name) }}"] }
              java: { needs: fan, java: Save.java, with: { values: "${{ tasks.fan.outputs.name }}", to: java } }
              each:
                needs: fan
                for-each: { list: "${{ tasks.fan.outputs.name }}" }
                if: contains(tasks.fan.outputs.name, 'it''s $(touch pwned) 4')
                run: |
                  echo "$ORCHESTRATE_INSTANCE: $ORCHESTRATE_ITEM" > each."$ORCHESTRATE_INSTANCE"
                  echo "file=each.$ORCHESTRATE_INSTANCE" > "$ORCHESTRATE_OUTPUT"
              again: { needs: each, run: "cat ${{ tasks.each.outputs.file }} > again" }
              none: { for-each: { list: "${{ split('', ',') }}" }, run: "true" }
              empty: { needs: none, run: "echo ${{ length(tasks.none.outputs.name) }} > empty" }
              left: { if: "1 > 2", matrix: { a: [1] }, run: "true" }
              miss: { needs: left, run: "echo ${{ tasks.left.outputs.name }}" }
              much:
                needs: fan
                java: Save.java
                with: { to: much, values: ["${{ tasks.fan.outputs.long }}", "${{ join(tasks.fan.outputs.long, '') }}", "${{ toJSON(tasks.fan.outputs.long) }}"] }
            finally:
              last: { run: "echo ${{ last(tasks.fan.outputs.name) }} > finally" }
            """);

    Orchestrate.Result result = folder.run();

    String text = "it's $(touch pwned) ";
    assertThat(folder.lines("script")).containsExactly(text + 0, text + 1, text + 4, text + 5);
    assertThat(folder.lines("java")).isEqualTo(folder.lines("script"));
    assertThat(path.resolve("words 4")).exists();
    assertThat(path.resolve(text + 1)).exists();
    assertThat(folder.lines("again"))
        .containsExactly("0: " + text + 0, "1: " + text + 1, "2: " + text + 4, "3: " + text + 5);
    assertThat(folder.text("empty")).isEqualTo("0\n");
    assertThat(folder.text("finally")).isEqualTo(text + "5\n");
    assertThat(folder.has("pwned")).isFalse();
    assertThat(result.output())
        .contains("FAILED miss: task `left` gave no output `name`: it was skipped (its condition ")
        .contains(
            "FAILED much: its values and environment take more than 131,064 bytes; put long values,"
                + " and long lists, into files");
  }

  @Test
  void valuesThatMakeNoSense() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          nokey: { run: "echo just text > $ORCHESTRATE_OUTPUT" }
          binary: { run: "printf 'key=\\\\377\\\\376' > $ORCHESTRATE_OUTPUT" }
          huge: { run: "(printf key=; head -c 1000000 /dev/zero | tr '\\\\0' x) > $ORCHESTRATE_OUTPUT" }
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains("FAILED nokey: line 1 of $ORCHESTRATE_OUTPUT is not KEY=VALUE: just text\n")
        .contains("FAILED huge: it gave outputs of 1,000,004 bytes, the limit is ")
        .containsPattern("FAILED binary: .*ORCHESTRATE_OUTPUT.*UTF-8");
  }
}
