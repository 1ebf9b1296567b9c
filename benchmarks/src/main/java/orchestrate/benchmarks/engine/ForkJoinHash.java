package orchestrate.benchmarks.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/** A peer: hashes the files of a folder in a fork-join pool of this JVM. Argument: the folder. */
final class ForkJoinHash {
  private ForkJoinHash() {}

  public static void main(String[] arguments) throws IOException {
    List<Path> files;
    try (var all = Files.list(Path.of(arguments[0]))) {
      files = all.toList();
    }
    try (var pool = new ForkJoinPool(Runtime.getRuntime().availableProcessors())) {
      List<ForkJoinTask<String>> tasks =
          files.stream().map(f -> pool.submit(() -> hash(f))).toList();
      tasks.forEach(task -> System.out.println(task.join()));
    }
  }

  private static String hash(Path file) {
    try {
      return Hash.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
