package orchestrate.coordinator.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/**
 * The regular files below a folder, also by links to files; not those behind links to folders,
 * which may lead anywhere and in circles, and not what {@code orchestrate} itself keeps.
 */
final class FileWalk extends SimpleFileVisitor<Path> {
  private final Consumer<Path> found;

  private FileWalk(Consumer<Path> found) {
    this.found = found;
  }

  /**
   * Walks.
   *
   * @param base from which the files are named
   * @param name of where it begins: a file, or a folder, or a link to one
   * @param found is given the names, in no order
   */
  static void from(Path base, Path name, Consumer<Path> found) throws IOException {
    Path start = base.resolve(name);
    if (!Files.isDirectory(start)) {
      if (Files.isRegularFile(start)) {
        found.accept(name);
      }
      return;
    }
    Path inside = start.resolve("."); // also if it is a link
    Files.walkFileTree(
        inside, new FileWalk(file -> found.accept(name.resolve(inside.relativize(file)))));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return folder.endsWith(JobFiles.STATE)
        ? FileVisitResult.SKIP_SUBTREE
        : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isRegularFile() || (attributes.isSymbolicLink() && Files.isRegularFile(file))) {
      found.accept(file);
    }
    return FileVisitResult.CONTINUE;
  }

  /** What vanishes while we walk was not there. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }
}
