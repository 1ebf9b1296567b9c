package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts and programs get their values as they were written, whatever is in them. */
class CommandsTest {
  /** As YAML's double quotes have them, and as they are. */
  private static final List<String> HOSTILE =
      List.of(
          "a b",
          "it's",
          "\"q\"",
          "$(touch pwned)",
          "`touch pwned`",
          "a;touch pwned",
          "-n",
          "--",
          "*",
          "~",
          "$HOME",
          "back\\slash",
          "two\nlines",
          "tab\there",
          "ünï ✓ \uD83D\uDE80",
          "",
          " ",
          "a'\"'b",
          "#no comment",
          "%s",
          "!!");

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  private static String yaml(String text) {
    return "\""
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + "\"";
  }

  @Test
  void hostileItemsArriveAsTheyAre() throws Exception {
    folder
        .task(
            "Write",
            "String word, List<String> words",
            """
            Files.writeString(context.resolve(Path.of("java." + context.instance())), word + words);
            """)
        .job(
            """
            version: "1"
            tasks:
              script:
                for-each: &hostile { list: %s }
                run: |
                  test $# = 0
                  printf '%%s' ${{ item }} > script.$ORCHESTRATE_INSTANCE
              program:
                for-each: *hostile
                run: [sh, -c, 'printf "%%s" "$1" > program.$ORCHESTRATE_INSTANCE', sh, "${{ item }}"]
              variable:
                for-each: *hostile
                env: { WORD: "<${{ item }}>" }
                run: printf '%%s' "$ORCHESTRATE_ITEM$WORD" > variable.$ORCHESTRATE_INSTANCE
              java:
                for-each: *hostile
                java: Write.java
                with: { word: "${{ item }}", words: ["${{ item }}", x] }
            """
                .formatted(HOSTILE.stream().map(CommandsTest::yaml).toList()));

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    for (int i = 0; i < HOSTILE.size(); i++) {
      String item = HOSTILE.get(i);
      assertThat(folder.text("script." + i)).isEqualTo(item);
      assertThat(folder.text("program." + i)).isEqualTo(item);
      assertThat(folder.text("variable." + i)).isEqualTo(item + "<" + item + ">");
      assertThat(folder.text("java." + i)).isEqualTo(item + "[" + item + ", x]");
    }
    assertThat(folder.has("pwned")).isFalse();
  }

  @Test
  void theShellIsStrictAndProgramsHaveNone() throws Exception {
    Files.writeString(path.resolve("tool"), "#!/bin/sh\necho \"tool $*\" > tool.txt\n");
    path.resolve("tool").toFile().setExecutable(true);
    Files.writeString(path.resolve("plain"), "#!/bin/sh\n");
    folder.job(
        """
        version: "1"
        env: { GREETING: "hällo", BOTH: job }
        tasks:
          unset: { run: "echo $NOT_SET" }
          fails: { run: "false; echo reached > reached.txt" }
          exit: { run: "exit 42" }
          signal: { run: "kill -SEGV $$" }
          missing: { run: [no-such-program, x] }
          nofile: { run: [./nofile] }
          plain: { run: [./plain] }
          huge: { run: [echo, "%s"] }
          nul: { run: [echo, "a\\0b"] }
          tool: { run: [./tool, "$HOME", "*"] }
          stdin: { run: "cat > stdin.txt" }
          env:
            env: { BOTH: task }
            run: "echo $GREETING $BOTH $ORCHESTRATE_TASK $ORCHESTRATE_ATTEMPT $(pwd) > env.txt"
        """
            .formatted("x".repeat(200_000)));

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains(
            "FAILED unset: exit code 2",
            "FAILED fails: exit code 1",
            "FAILED exit: exit code 42",
            "FAILED signal: killed by SIGSEGV (likely native code crashed)",
            "FAILED missing: program `no-such-program` was not found in PATH",
            "FAILED nofile: there is no program " + path,
            "plain is not executable; `chmod +x` it, or name its interpreter first",
            "FAILED nul: a NUL character, which no program can be given, is in: a\\0b",
            "FAILED huge: its command line and environment take more than 131,064 bytes; put ");
    assertThat(folder.has("reached.txt")).isFalse();
    assertThat(folder.text("tool.txt")).isEqualTo("tool $HOME *\n");
    assertThat(folder.text("stdin.txt")).isEmpty();
    assertThat(folder.text("env.txt")).isEqualTo("hällo task env 1 " + path.toRealPath() + "\n");
    assertThat(Stream.of("tool", "stdin", "env").map(folder::resultOf)).containsOnly("ok");
  }

  @Test
  void anExitCodeAbove128IsToldAsAShellMeansIt() throws Exception {
    folder.job(
        """
        version: "1"
        tasks:
          child: { run: "sh -c 'kill -XFSZ $$'; exit $?" }
          above: { run: "exit 200" }
        """);

    assertThat(folder.run().output())
        .contains(
            "FAILED child: exit code 153, by which a shell says that what it ran was killed by"
                + " SIGXFSZ (it wrote a larger file than ulimit -f allows)\n",
            "FAILED above: exit code 200\n");
  }

  @Test
  void theFolderOfTheJobMayBeCalledAnything() throws Exception {
    var odd = new JobFolder(Files.createDirectory(path.resolve("a [b] {c} * it's ü")));
    Files.writeString(odd.path().resolve("1.txt"), "");
    Files.writeString(odd.path().resolve("2.txt"), "");
    odd.task("Touch", "", "Files.createFile(context.resolve(Path.of(\"touched\")));")
        .job(
            """
            version: "1"
            tasks:
              files: { for-each: { files: "*.txt" }, run: "echo ${{ item }} >> seen" }
              touch: { java: Touch.java }
            """);

    Orchestrate.Result result = odd.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(odd.lines("seen")).containsExactlyInAnyOrder("1.txt", "2.txt");
    assertThat(odd.has("touched")).isTrue();
  }
}
