package orchestrate.coordinator.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import orchestrate.config.Explanation;
import orchestrate.coordinator.run.RunFolder;
import orchestrate.coordinator.run.RunLock;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what the oldest runs have left. A run's folder is renamed before it is deleted: one that
 * is half deleted never passes for a run, and the next pruning deletes the rest.
 */
public final class Pruning {
  private static final String HALF_DELETED = ".pruned";

  private final RunHistory history;
  private final boolean isDry;
  private final List<String> deleted = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private long bytes;

  /**
   * @param isDry whether it only counts what it would delete
   */
  public Pruning(RunHistory history, boolean isDry) {
    this.history = history;
    this.isDry = isDry;
  }

  /**
   * Deletes the runs that are over, but for the newest.
   *
   * @param keep how many of all runs are kept, however they ended
   * @param before those that began later are kept, too; null if that doesn't matter
   */
  public void prune(int keep, @Nullable Instant before) throws IOException {
    if (!isDry) {
      deleteRest();
    }
    history
        .runs()
        .skip(keep)
        .filter(run -> before == null || run.began().isBefore(before))
        .filter(PastRun::isOver)
        .forEach(this::delete);
  }

  /** The ids of the runs that are gone now, or would be. */
  public List<String> deleted() {
    return deleted;
  }

  /** How long the files were together that are gone now, or would be. */
  public long bytes() {
    return bytes;
  }

  /** What could not be deleted, and why. */
  public List<String> failures() {
    return failures;
  }

  private void delete(PastRun run) {
    Path folder = run.folder().path();
    try {
      if (isDry) {
        visit(folder);
      } else {
        Path hidden = folder.resolveSibling("." + run.id() + HALF_DELETED);
        Optional<RunLock> lock = RunLock.take(folder);
        if (lock.isEmpty()) {
          return; // It is just being resumed.
        }
        try (RunLock _ = lock.get()) {
          Files.move(folder, hidden);
        }
        visit(hidden);
      }
      deleted.add(run.id());
    } catch (NoSuchFileException e) {
      // Somebody else has deleted it.
    } catch (IOException e) {
      failures.add("run %s can't be deleted: %s".formatted(run.id(), Explanation.of(e)));
    }
  }

  /** Of prunings that were cut short. */
  private void deleteRest() throws IOException {
    if (Files.notExists(history.folder())) {
      return;
    }
    List<Path> rest;
    try (Stream<Path> entries = Files.list(history.folder())) {
      rest = entries.filter(Pruning::isHalfDeleted).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path folder : rest) {
      try {
        visit(folder);
      } catch (IOException e) {
        failures.add("%s can't be deleted: %s".formatted(folder, Explanation.of(e)));
      }
    }
  }

  /** Whether a pruning has begun to delete it. */
  static boolean isHalfDeleted(Path entry) {
    String name = entry.getFileName().toString();
    return name.startsWith(".")
        && name.endsWith(HALF_DELETED)
        && RunFolder.beginOf(name.substring(1, name.length() - HALF_DELETED.length())).isPresent()
        && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
  }

  /** Counts, and deletes if it is meant. Links go, not what they lead to. */
  private void visit(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!isDry) {
              Files.deleteIfExists(file);
            }
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            if (!isDry) {
              Files.deleteIfExists(folder);
            }
            return FileVisitResult.CONTINUE;
          }

          // Another pruning may be at the same.
          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }
}
