package orchestrate.benchmarks.run;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import orchestrate.benchmarks.run.Contestant.Program;

/** Runs a program once, from its start to its end, and reads its samples. */
final class Execution {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private Execution() {}

  /**
   * @throws IOException if the program fails, or takes longer than ten minutes; what it says about
   *     that is on our stderr
   */
  static Samples of(Program program) throws IOException, InterruptedException {
    try (SharedFolder folder = SharedFolder.create()) {
      Path output = folder.path().resolve("output");
      var builder =
          new ProcessBuilder(program.command())
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output.toFile())
              .redirectError(Redirect.INHERIT);
      builder.environment().put(SharedFolder.VARIABLE, folder.path().toString());
      int exitCode = awaitEnd(program, builder.start());
      if (exitCode != 0) {
        throw failure(
            program, "ended with exit code " + exitCode + ", after\n" + Files.readString(output));
      }
      return Samples.parse(Files.readAllLines(output));
    }
  }

  private static int awaitEnd(Program program, Process process)
      throws IOException, InterruptedException {
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw failure(program, "didn't end in " + LIMIT.toMinutes() + " minutes");
      }
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  private static IOException failure(Program program, String what) {
    return new IOException(
        "%s (%s) %s".formatted(program.name(), String.join(" ", program.command()), what));
  }
}
