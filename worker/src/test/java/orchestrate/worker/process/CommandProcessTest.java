package orchestrate.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import orchestrate.worker.mask.Mask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class CommandProcessTest {
  enum Way {
    SPAWN,
    PORTABLE;

    Launcher launcher(LaneSetup setup) throws IOException {
      return switch (this) {
        case SPAWN -> new SpawnLauncher(setup);
        case PORTABLE -> new PortableLauncher(setup);
      };
    }
  }

  @Parameter Way way = Way.SPAWN;
  @TempDir Path folder;
  private Path output = Path.of("");
  private @Nullable Mask mask;

  @BeforeEach
  void nameOutput() {
    output = folder.resolve("output");
  }

  private CommandProcess start(String... arguments) throws IOException {
    return start("lane", output, PipeEnds.USUAL, arguments);
  }

  private CommandProcess start(String lane, Path log, PipeEnds pipes, String... arguments)
      throws IOException {
    Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "GREETING", "moin");
    var setup = new LaneSetup(environment, lane, folder.resolve(lane + ".log"));
    Map<String, String> variables = Map.of("GREETING", "hello");
    return way.launcher(setup)
        .start(new Command(List.of(arguments), folder, variables, log, mask, pipes));
  }

  @Test
  void runsInItsFolderWithJustItsEnvironmentAndBothStreamsInTheFile() throws IOException {
    CommandProcess process =
        start("sh", "-c", "pwd; echo $GREETING; env | wc -l; echo oops >&2; cat; exit 7");
    assertThat(process.waitFor()).isEqualTo(7);
    assertThat(process.signal()).isZero();
    List<String> lines = Files.readAllLines(output);
    assertThat(lines.get(0)).isEqualTo(folder.toRealPath().toString());
    assertThat(lines.get(1)).isEqualTo("hello");
    assertThat(Integer.parseInt(lines.get(2).strip())).isLessThanOrEqualTo(5);
    assertThat(lines.get(3)).isEqualTo("oops");
  }

  @Test
  void passesArgumentsAsTheyAre() throws IOException {
    assertThat(start("printf", "[%s]", " a ", "", "$(b)", "\"c\"", "d\ne").waitFor()).isZero();
    assertThat(output).hasContent("[ a ][][$(b)][\"c\"][d\ne]");
  }

  @Test
  void inheritsNoDescriptor() throws IOException {
    try (var open = Files.newInputStream(Path.of("/dev/null"))) {
      assertThat(open).isNotNull();
      assertThat(start("sh", "-c", "ls /proc/self/fd").waitFor()).isZero();
    }
    // 3 is what ls itself reads the folder by.
    assertThat(Files.readAllLines(output)).containsExactly("0", "1", "2", "3");
  }

  @Test
  void masksBothStreamsAndWhatIsLeftInTheBackground() throws IOException {
    mask = Mask.of(Map.of("TOKEN", "open sesame"));
    CommandProcess process =
        start(
            "sh",
            "-c",
            """
            secret='open sesame'
            set -x
            : "$secret"
            set +x
            printf 'open '; printf 'sesame\n' >&2
            (trap '' HUP; setsid sh -c 'echo "[open sesame]"; exec sleep 1000') &
            until cat lane.log output 2>/dev/null | grep -qF '[*'; do :; done
            printf 'open ses'
            exit 3
            """);
    assertThat(process.waitFor()).isEqualTo(3);
    assertThat(Files.readString(output))
        .doesNotContain("sesame")
        .contains("[***]", "***\n")
        .endsWith("open ses");
    assertThat(Files.readAllLines(output)).anyMatch(line -> line.contains(": ***"));
  }

  /** It has a session of its own and has wiped its environment: only its pipe is known. */
  @Test
  void doesNotWaitForWhoGotAwayWithThePipe() throws IOException {
    mask = Mask.of(Map.of("TOKEN", "open sesame"));
    Path pid = folder.resolve("pid");
    CommandProcess older =
        start("older", folder.resolve("older.log"), PipeEnds.USUAL, "sleep", "1000");
    try {
      CommandProcess process =
          start(
              "sh",
              "-c",
              """
              env -i setsid sh -c 'echo $$ > PID; echo "open sesame"; exec sleep 1000' &
              until [ -s PID ]; do :; done
              until cat lane.log output 2>/dev/null | grep -qF '*'; do :; done
              """
                  .replace("PID", pid.toString()));
      assertThat(process.waitFor()).isZero();
      assertThat(output).hasContent("***");
    } finally {
      Kernel.kill(Integer.parseInt(Files.readString(pid).strip()), Kernel.SIGKILL);
      older.destroyForcibly();
      older.waitFor();
    }
  }

  @Test
  void aMaskedCommandThatCannotBeStartedLeavesNothing() throws IOException {
    Launcher launcher =
        way.launcher(
            new LaneSetup(
                Map.of("PATH", System.getenv("PATH")), "lane", folder.resolve("lane.log")));
    Mask sesame = Mask.of(Map.of("TOKEN", "open sesame"));
    Path nowhere = folder.resolve("nowhere");
    var command = new Command(List.of("ls"), nowhere, Map.of(), output, sesame, PipeEnds.USUAL);
    long before = descriptors();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> launcher.start(command)).isInstanceOf(IOException.class);
    }
    assertThat(descriptors()).isLessThan(before + 20);
    assertThat(output).doesNotExist();
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void masksStderrOnlyWhereAnotherReadsStdout() throws IOException {
    mask = Mask.of(Map.of("TOKEN", "open sesame"));
    int[] pipe = Kernel.pipe();
    var writing = new PipeEnds();
    writing.setStdout(pipe[1]);
    CommandProcess writer =
        start(
            "writer",
            folder.resolve("written"),
            writing,
            "sh",
            "-c",
            "echo open sesame; echo open sesame >&2");
    writing.close();
    mask = null;
    var reading = new PipeEnds();
    reading.setStdin(pipe[0]);
    CommandProcess reader = start("reader", output, reading, "cat");
    reading.close();
    assertThat(writer.waitFor()).isZero();
    assertThat(reader.waitFor()).isZero();
    assertThat(folder.resolve("written")).hasContent("***");
    assertThat(output).hasContent("open sesame");
  }

  @Test
  void readsWhatAnotherWritesAndInheritsNothingElse() throws IOException {
    int[] pipe = Kernel.pipe();
    var reading = new PipeEnds();
    reading.setStdin(pipe[0]);
    var writing = new PipeEnds();
    writing.setStdout(pipe[1]);
    Path errors = folder.resolve("errors");
    CommandProcess writer =
        start("a", errors, writing, "sh", "-c", "echo oops >&2; ls /proc/self/fd");
    CommandProcess reader = start("b", output, reading, "sh", "-c", "ls /proc/self/fd; cat");
    reading.close();
    writing.close();
    assertThat(writer.waitFor()).isZero();
    assertThat(reader.waitFor()).isZero();
    assertThat(output).hasContent("0\n1\n2\n3\n0\n1\n2\n3");
    assertThat(errors).hasContent("oops");
  }

  @Test
  void isEndedByASignalWhenNobodyReadsAnyMore() throws IOException {
    int[] pipe = Kernel.pipe();
    Kernel.close(pipe[0]);
    var writing = new PipeEnds();
    writing.setStdout(pipe[1]);
    CommandProcess writer = start("a", output, writing, "yes");
    writing.close();
    assertThat(writer.waitFor()).isEqualTo(141);
    assertThat(writer.signal()).isEqualTo(13);
    assertThat(output).doesNotExist();
  }

  @Test
  void leadsASessionOfItsOwn() throws IOException {
    assumeTrue(way == Way.SPAWN, "Java can't make a session");
    CommandProcess process = start("sh", "-c", "ps -o sid= -p $$ || cut -d' ' -f6 /proc/$$/stat");
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(output).strip()).isEqualTo(Long.toString(process.pid()));
  }

  @Test
  void saysWhichSignalEndedIt() throws IOException {
    CommandProcess process = start("sh", "-c", "kill -9 $$");
    assertThat(process.waitFor()).isEqualTo(137);
    assertThat(process.signal()).isEqualTo(9);
  }

  @Test
  void isAskedToEndByTheSignalThatItWants() throws IOException {
    Path ready = folder.resolve("ready");
    CommandProcess process =
        start(
            "sh",
            "-c",
            "trap 'echo usr1; exit 5' USR1; trap '' TERM; touch ready; while :; do sleep 0.05;"
                + " done");
    while (Files.notExists(ready)) {
      Thread.onSpinWait();
    }
    process.ask(10);
    assertThat(process.waitFor()).isEqualTo(5);
    assertThat(output).content().contains("usr1");
  }

  @Test
  void whatAShellHasStartedMayTakeItsTimeToEnd() throws IOException {
    assumeTrue(way == Way.SPAWN, "without a session nobody knows what the shell has started");
    Path ready = folder.resolve("ready");
    String slow =
        "trap 'sleep 0.3; echo bye; exit' TERM; touch ready; while :; do sleep 0.05 || :; done";
    CommandProcess process = start("sh", "-c", "sh -c \"$0\"; exit", slow);
    while (Files.notExists(ready)) {
      Thread.onSpinWait();
    }
    process.ask(15);
    assertThat(process.waitFor()).as("the shell itself has no patience").isEqualTo(143);
    assertThat(output).content().contains("bye");
  }

  @Test
  void itsMemoryIsNotTakenForOurs() throws IOException {
    assumeTrue(way == Way.SPAWN, "Java doesn't tell what a process has used");
    CommandProcess small = start("true");
    small.waitFor();
    assertThat(small.use().peakBytes()).isZero();
    CommandProcess big = start("sh", "-c", "head -c 500M /dev/zero | tail -c 400M | wc -c");
    big.waitFor();
    assertThat(big.use().peakBytes()).isBetween(400L << 20, 600L << 20);
  }

  @Test
  void whatItLeavesRunningEndsWithIt() throws IOException {
    assumeTrue(way == Way.SPAWN, "without a session it takes a worker, the subreaper");
    CommandProcess process = start("sh", "-c", "sleep 1000 & echo $!");
    process.waitFor();
    awaitEnd(Long.parseLong(Files.readString(output).strip()));
  }

  @Test
  void killingItKillsChildrenInOtherSessionsToo() throws IOException {
    var started = new CompletableFuture<CommandProcess>();
    var ended = new CompletableFuture<Integer>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                started.complete(start("sh", "-c", "trap '' TERM; setsid sleep 1001 & wait; wait"));
                ended.complete(started.join().waitFor());
              } catch (IOException e) {
                started.completeExceptionally(e);
              }
            });
    CommandProcess waiting = started.join();
    while (ProcessTable.descendants((int) waiting.pid()).isEmpty()) {
      Thread.onSpinWait();
    }
    List<Integer> descendants = ProcessTable.descendants((int) waiting.pid());
    waiting.destroyForcibly();
    assertThat(ended.join()).isEqualTo(137);
    descendants.forEach(CommandProcessTest::awaitEnd);
  }

  private static void awaitEnd(long pid) {
    ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
  }

  @Test
  void saysWhyAProgramCanNotBeStarted() throws IOException {
    assertThatThrownBy(() -> start("no-such-program"))
        .hasMessageStartingWith("program `no-such-program` was not found in PATH (");
    assertThatThrownBy(() -> start("./missing"))
        .hasMessage("there is no program " + folder.resolve("./missing"));
    Files.writeString(folder.resolve("script"), "echo hi");
    assertThatThrownBy(() -> start("./script"))
        .hasMessage(
            folder.resolve("./script")
                + " is not executable; `chmod +x` it, or name its interpreter first");
    folder.resolve("script").toFile().setExecutable(true);
    if (way == Way.SPAWN) { // The JDK hands such a file to a shell.
      assertThatThrownBy(() -> start("./script"))
          .hasMessage("could not start " + folder.resolve("./script") + ": Exec format error");
    }
  }

  @Test
  void argumentsThatAreTooLongForTheSystem() {
    String[] arguments = new String[100];
    Arrays.fill(arguments, "x".repeat(100_000));
    arguments[0] = "/bin/true";
    assertThatThrownBy(() -> start(arguments))
        .hasMessageStartingWith("could not start /bin/true: ")
        .hasMessageContaining("Argument list too long");
  }
}
