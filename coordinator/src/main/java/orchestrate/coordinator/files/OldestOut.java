package orchestrate.coordinator.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps folders of files that only save time from growing without end. */
public final class OldestOut {
  private record Kept(Path file, long bytes, long usedAt) {}

  private OldestOut() {}

  /**
   * Deletes the files that were used longest ago, until the rest of them fits. What others delete
   * meanwhile is gone, too.
   *
   * @param folders that need not be there
   * @param limit bytes that all together may have
   */
  public static void trim(List<Path> folders, long limit) throws IOException {
    List<Kept> kept = new ArrayList<>();
    for (Path folder : folders) {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              kept.add(new Kept(file, attributes.size(), attributes.lastModifiedTime().toMillis()));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    }
    long bytes = kept.stream().mapToLong(Kept::bytes).sum();
    kept.sort(Comparator.comparingLong(Kept::usedAt));
    for (Kept oldest : kept) {
      if (bytes <= limit) {
        return;
      }
      Files.deleteIfExists(oldest.file());
      bytes -= oldest.bytes();
    }
  }
}
