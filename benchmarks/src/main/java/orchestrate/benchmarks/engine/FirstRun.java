package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;

/**
 * How long a single command takes as the first run of an installed copy. Argument: the project's
 * folder.
 */
final class FirstRun {
  private FirstRun() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path home = Path.of(arguments[0]);
    try (SharedFolder shared = SharedFolder.given()) {
      Path copy = shared.path().resolve("copy");
      copy(home.resolve("bin"), copy.resolve("bin"));
      copy(home.resolve("config"), copy.resolve("config"));
      copy(home.resolve("config/training"), copy.resolve("config/training"));
      copy(home.resolve("coordinator/target/lib"), copy.resolve("lib"));
      Path job = Files.createDirectory(shared.path().resolve("job"));
      Files.writeString(job.resolve("job.yaml"), Work.ONE_COMMAND);
      Output.sample(Timed.WHOLE, (double) run(copy, job, shared.path().resolve("caches")));
    }
    Output.flush();
  }

  /** The files of a folder. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    List<Path> files;
    try (Stream<Path> all = Files.list(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  private static long run(Path copy, Path job, Path caches)
      throws IOException, InterruptedException {
    Path said = job.resolve("said");
    var builder =
        new ProcessBuilder(copy.resolve("bin/orchestrate").toString(), "run", "job.yaml")
            .directory(job.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(said.toFile()));
    builder.environment().put("XDG_CACHE_HOME", caches.toString());
    long start = System.nanoTime();
    int exitCode = builder.start().waitFor();
    long nanos = System.nanoTime() - start;
    if (exitCode != 0 || !Files.isDirectory(caches)) {
      throw new IOException(
          "the first run ended with exit code %d, after%n%s"
              .formatted(exitCode, Files.readString(said)));
    }
    return nanos;
  }
}
