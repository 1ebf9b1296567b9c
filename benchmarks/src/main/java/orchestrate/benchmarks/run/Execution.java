package orchestrate.benchmarks.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orchestrate.benchmarks.run.Contestant.Program;

/** Runs a program once, from its start to its end, and reads its samples. */
final class Execution {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Program program;
  private final SharedFolder folder;
  private final Path output;

  private Execution(Program program, SharedFolder folder) {
    this.program = program;
    this.folder = folder;
    this.output = folder.path().resolve("output");
  }

  /**
   * @throws IOException if the program fails, or takes longer than ten minutes; what it says about
   *     that is on our stderr
   */
  static Samples of(Program program) throws IOException, InterruptedException {
    try (SharedFolder folder = SharedFolder.create()) {
      return new Execution(program, folder).run();
    }
  }

  private Samples run() throws IOException, InterruptedException {
    Process process = start();
    Thread onSignal = Thread.ofPlatform().unstarted(() -> abandon(process));
    Runtime.getRuntime().addShutdownHook(onSignal);
    try {
      int exitCode = awaitEnd(process);
      if (exitCode != 0) {
        throw failure("ended with exit code " + exitCode + ", after\n" + Files.readString(output));
      }
      return Samples.parse(Files.readAllLines(output));
    } finally {
      end(process);
      Runtime.getRuntime().removeShutdownHook(onSignal);
    }
  }

  private Process start() throws IOException {
    var builder =
        new ProcessBuilder(program.command())
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile())
            .redirectError(Redirect.INHERIT);
    builder.environment().put(SharedFolder.VARIABLE, folder.path().toString());
    return builder.start();
  }

  private int awaitEnd(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw failure("didn't end in " + LIMIT.toMinutes() + " minutes");
    }
    return process.exitValue();
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  /** We are told to end ourselves: nothing is left behind. */
  private void abandon(Process process) {
    end(process);
    try {
      folder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private IOException failure(String what) {
    return new IOException("%s (%s) %s".formatted(program.name(), command(), what));
  }

  /** Without the class path, which nobody wants to read. */
  private String command() {
    List<String> words = program.command();
    int classPath = words.indexOf("-cp") + 1;
    return IntStream.range(0, words.size())
        .mapToObj(i -> i == classPath && i > 0 ? "..." : words.get(i))
        .collect(Collectors.joining(" "));
  }
}
