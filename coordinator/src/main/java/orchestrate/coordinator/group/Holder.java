package orchestrate.coordinator.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import orchestrate.ipc.os.OwnerOnly;

/**
 * What a run that has its turn says of itself to those who wait: a file beside the lock.
 *
 * @param pid of its coordinator
 * @param run its id
 * @param sinceMillis when it got its turn, as the time of day
 * @param session the folder of its session
 * @param file its job file
 */
record Holder(long pid, String run, long sinceMillis, Path session, Path file) {
  /** Paths may have anything in them but this. */
  private static final String SEPARATOR = "\0";

  private static final int FIELDS = 5;

  /** Whole at once. The folder is this user's alone. */
  void write(Path place) throws IOException {
    Path unfinished = place.resolveSibling(place.getFileName() + "." + pid + ".tmp");
    Files.deleteIfExists(unfinished); // of a process that died with the same pid
    String text =
        String.join(
            SEPARATOR,
            Long.toString(pid),
            run,
            Long.toString(sinceMillis),
            session.toString(),
            file.toString());
    Files.createFile(unfinished, OwnerOnly.FILE);
    Files.writeString(unfinished, text, StandardOpenOption.WRITE);
    Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What the process of that id wrote; empty if it has not written anything yet. */
  static Optional<Holder> read(Path place, long pid) throws IOException {
    String[] fields;
    try {
      fields = Files.readString(place).split(SEPARATOR, -1);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (fields.length != FIELDS || !fields[0].equals(Long.toString(pid))) {
      return Optional.empty();
    }
    return Optional.of(
        new Holder(
            pid, fields[1], Long.parseLong(fields[2]), Path.of(fields[3]), Path.of(fields[4])));
  }

  /** For messages. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "run %1$s (pid %2$d) of %3$s, which has it since %4$tF %4$tT",
        run,
        pid,
        file,
        sinceMillis);
  }
}
