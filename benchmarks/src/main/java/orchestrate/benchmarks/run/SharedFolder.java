package orchestrate.benchmarks.run;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A folder in memory, for the files that the processes of one contestant map: the same place for
 * all contestants. It goes, with all that is in it, when it is closed.
 */
public final class SharedFolder implements AutoCloseable {
  /** The environment variable by which a contestant is told of it. */
  static final String VARIABLE = "BENCHMARK_FOLDER";

  private final Path path;
  private final boolean own;

  private SharedFolder(Path path, boolean own) {
    this.path = path;
    this.own = own;
  }

  static SharedFolder create() throws IOException {
    return new SharedFolder(
        Files.createTempDirectory(Path.of("/dev/shm"), "orchestrate-benchmark-"), true);
  }

  /** The one that this process was given, or a new one if it was started by hand. */
  public static SharedFolder given() throws IOException {
    String given = System.getenv(VARIABLE);
    return given == null ? create() : new SharedFolder(Path.of(given), false);
  }

  public Path path() {
    return path;
  }

  /** Deletes it if this object has made it. */
  @Override
  public void close() throws IOException {
    if (own) {
      Files.walkFileTree(path, new Deletion());
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
