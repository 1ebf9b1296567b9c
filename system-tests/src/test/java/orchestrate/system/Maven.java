package orchestrate.system;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The Maven that runs this test, as a process of its own; and folders to run it in. */
final class Maven {
  /** What is made, not written; and git's, which is large. */
  private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".orchestrate");

  private Maven() {}

  /** The artifacts that it has. */
  static Path repository() {
    String given = System.getProperty("maven.repository");
    return given == null
        ? Path.of(System.getProperty("user.home"), ".m2", "repository")
        : Path.of(given);
  }

  /** Whether the build that this test belongs to keeps away from the network. */
  static boolean isOffline() {
    return "offline: true".equals(System.getProperty("maven.network"));
  }

  /** Runs it with the JDK of the test. */
  static Orchestrate.Result run(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    String home = System.getProperty("maven.home");
    List<String> command = new ArrayList<>();
    command.add(home == null ? "mvn" : Path.of(home, "bin", "mvn").toString());
    command.addAll(List.of("--batch-mode", "--quiet"));
    command.addAll(arguments);
    var environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
    try (Orchestrate maven = Orchestrate.startProgram(folder, environment, command)) {
      return maven.await();
    }
  }

  /** Copies the sources of a project, so that nobody sees it being built. */
  static void copySources(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (NOT_SOURCES.contains(folder.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()
                && !NOT_SOURCES.contains(file.getFileName().toString())) {
              Files.copy(file, to.resolve(from.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
