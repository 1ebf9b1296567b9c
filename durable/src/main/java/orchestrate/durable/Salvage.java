package orchestrate.durable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Makes sense of a queue after the system stopped, perhaps by a crash or power loss: then any page
 * of any file may be older than any other.
 *
 * <p>Reads all elements that anybody has yet to see. The queue ends before the first one that isn't
 * whole; what comes after it is kept aside, in folders named {@code N.damaged-TIME}. The file in
 * which it ends is written anew, so that nothing that is appended later stands on doubtful ground.
 *
 * <p>Can be killed anywhere and run again. Only for whoever opens the queue alone.
 */
final class Salvage {
  private static final Logger LOG = System.getLogger(Salvage.class.getName());

  private final Path folder;
  private final ElementFiles files;
  private final ControlFile control;
  private final ElementBuffer buffer;

  Salvage(Path folder, ElementFiles files, ControlFile control) {
    this.folder = folder;
    this.files = files;
    this.control = control;
    this.buffer = new ElementBuffer(files.largestElement());
  }

  void run() throws IOException {
    finishRewriting();
    // Elements that are appended from now on may get the numbers of some that were done and lost.
    TaskFile.deleteAll(folder);
    long believed = control.written();
    long end = firstUnreadable();
    boolean damaged = end < believed;
    long file = files.fileOf(end);
    if (files.positionOf(end) == 0) {
      setAsideFrom(file);
    } else {
      setAsideFrom(file + 1);
      rewrite(end, damaged);
    }
    if (damaged) {
      LOG.log(
          Level.WARNING,
          "the durable queue in {0} lost elements {1} to {2} when the system stopped; what is left"
              + " of them is in folders named *.damaged-* in {3}",
          folder,
          String.valueOf(end),
          String.valueOf(believed - 1),
          files.folder());
    }
    control.publish(end);
    clampPlaces(end);
    control.force();
  }

  /** The number at which the queue ends: the first that isn't whole, of those yet to be seen. */
  private long firstUnreadable() throws IOException {
    long number = files.firstOf(files.fileOf(Math.min(control.slowest(), control.written())));
    // Files may have gone since the places were written to the disk.
    List<Long> there = files.list();
    if (!there.isEmpty() && there.getFirst() > files.fileOf(number)) {
      number = files.firstOf(there.getFirst());
      control.setFirst(number);
    }
    while (files.exists(files.fileOf(number))) {
      long next = firstUnreadable(number);
      if (files.fileOf(next) == files.fileOf(number)) {
        return next;
      }
      number = next;
    }
    return number;
  }

  private long firstUnreadable(long number) {
    long file = files.fileOf(number);
    try (FileReader reader = new FileReader(files, files.folderOf(file))) {
      while (files.fileOf(number) == file && reader.read(files.positionOf(number), buffer)) {
        number++;
      }
    } catch (RuntimeException | AssertionError | InternalError e) {
      // Chronicle has many ways to stumble over pages of zeros.
      LOG.log(Level.WARNING, "element " + number + " in " + files.folderOf(file), e);
    }
    return number;
  }

  private void rewrite(long end, boolean damaged) throws IOException {
    Path old = files.folderOf(files.fileOf(end));
    Path unfinished = files.folder().resolve("rewriting");
    try (FileReader reader = new FileReader(files, old);
        FileWriter writer = FileWriter.create(files, control, unfinished)) {
      for (long i = 0; i < files.positionOf(end) && reader.read(i, buffer); i++) {
        writer.append(buffer);
      }
      writer.force();
    }
    FileWriter.forceFolder(files, unfinished);
    Path rewritten = rewrittenOf(files.fileOf(end));
    Files.move(unfinished, rewritten, StandardCopyOption.ATOMIC_MOVE);
    if (damaged) {
      setAside(files.fileOf(end));
    } else {
      files.delete(files.fileOf(end));
    }
    Files.move(rewritten, old, StandardCopyOption.ATOMIC_MOVE);
  }

  /** If we were killed after a file had been rewritten, and before it had its name. */
  private void finishRewriting() throws IOException {
    for (long file = files.fileOf(control.first());
        file <= files.fileOf(control.written());
        file++) {
      Path rewritten = rewrittenOf(file);
      if (Files.exists(rewritten)) {
        files.delete(file); // it was being deleted, or it is the same
        Files.move(rewritten, files.folderOf(file), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  private Path rewrittenOf(long file) {
    return files.folder().resolve(file + ".rewritten");
  }

  private void setAsideFrom(long file) throws IOException {
    for (long each : files.list()) {
      if (each >= file) {
        setAside(each);
      }
    }
  }

  private void setAside(long file) throws IOException {
    String name = "%d.damaged-%d".formatted(file, System.currentTimeMillis());
    Files.move(files.folderOf(file), files.folder().resolve(name));
  }

  private void clampPlaces(long end) {
    for (int consumer = 0; consumer < ControlFile.CONSUMERS; consumer++) {
      long place = control.place(consumer);
      if (!control.consumer(consumer).isEmpty() && place != ControlFile.FORGOTTEN) {
        control.setPlace(consumer, Math.clamp(place, control.first(), end));
      }
    }
  }
}
