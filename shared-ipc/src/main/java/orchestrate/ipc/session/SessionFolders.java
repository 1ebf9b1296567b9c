package orchestrate.ipc.session;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.memory.OwnedByUs;
import orchestrate.ipc.os.Libc;
import orchestrate.ipc.os.ProcessStat;
import orchestrate.ipc.participant.ParticipantTable;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a user's sessions live, each in a folder of its own.
 *
 * <p>In memory where possible: {@code $XDG_RUNTIME_DIR/orchestrate}, else {@code
 * /dev/shm/orchestrate-<user id>}, else a folder that the caller names. Writing to memory that is
 * mapped from a disk can stall for hundreds of milliseconds.
 */
public final class SessionFolders {
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final Path base;

  private SessionFolders(Path base) {
    this.base = base;
  }

  /** The best place on this machine. */
  public static SessionFolders standard(Path fallback) throws IOException {
    return in(choose(System.getenv("XDG_RUNTIME_DIR"), SHARED_MEMORY, fallback));
  }

  /**
   * The best place that all processes of this user find, whatever their environment: those of cron
   * have no {@code XDG_RUNTIME_DIR}.
   */
  public static SessionFolders whateverTheEnvironment(Path fallback) throws IOException {
    return in(choose(null, SHARED_MEMORY, fallback));
  }

  /**
   * Sessions in that folder, which is made if there is none.
   *
   * @throws AccessDeniedException if it isn't a folder of this user which nobody else can access
   */
  public static SessionFolders in(Path base) throws IOException {
    try {
      FolderTree.createPrivate(base);
    } catch (FileAlreadyExistsException there) {
      // Checked below, as if it were somebody else's.
    }
    OwnedByUs.checkFolder(base);
    return new SessionFolders(base);
  }

  static Path choose(@Nullable String runtimeFolder, Path sharedMemory, Path fallback) {
    if (runtimeFolder != null && isOurs(Path.of(runtimeFolder))) {
      return Path.of(runtimeFolder, "orchestrate");
    }
    if (Files.isDirectory(sharedMemory, LinkOption.NOFOLLOW_LINKS)
        && Files.isWritable(sharedMemory)) {
      return sharedMemory.resolve("orchestrate-" + Libc.effectiveUserId());
    }
    return fallback;
  }

  public Path base() {
    return base;
  }

  /** Where this user's standing session is: for {@link Session#openOrCreate}. */
  public Path shared() {
    return base.resolve("shared");
  }

  /** A path for a new session that no other session ever had. */
  public Path newFolder(String label) {
    ProcessStat self = ProcessStat.self();
    return base.resolve(
        ObjectName.toFileName(label)
            + ("-" + self.pid())
            + ("-" + self.start())
            + ("-" + COUNT.incrementAndGet()));
  }

  /** The sessions whose creators take part in them now, in no order. */
  public List<Path> living() throws IOException {
    List<Path> living = new ArrayList<>();
    try (Stream<Path> entries = Files.list(base)) {
      for (Path entry : entries.toList()) {
        if (isLiving(entry)) {
          living.add(entry);
        }
      }
    }
    return living;
  }

  private static boolean isLiving(Path folder) throws IOException {
    try (MappedRegion control =
        MappedRegion.open(folder.resolve(Session.CONTROL_FILE), ParticipantTable.BYTES)) {
      return new ParticipantTable(control).livingCreator().isPresent();
    } catch (java.nio.file.FileSystemException | LayoutException notASession) {
      return false;
    }
  }

  /**
   * Deletes the sessions whose creator has died, and what processes that died over it have left
   * half made or half deleted. Never a session of a living creator, nor a standing one. Several may
   * sweep at once.
   *
   * @return the folders that were deleted
   */
  public List<Path> sweep() throws IOException {
    List<Path> swept = new ArrayList<>();
    try (Stream<Path> entries = Files.list(base)) {
      for (Path entry : entries.toList()) {
        if (sweep(entry)) {
          swept.add(entry);
        }
      }
    }
    return swept;
  }

  private static boolean sweep(Path folder) throws IOException {
    Optional<ProcessStat> process = FolderTree.processAt(folder);
    if (process.isPresent()) {
      if (!process.get().isGone()) {
        return false;
      }
      FolderTree.delete(folder);
      return true;
    }
    return isAbandoned(folder) && removeAbandoned(folder);
  }

  private static boolean removeAbandoned(Path folder) throws IOException {
    Path hidden = FolderTree.temporaryName(folder, ProcessStat.self());
    try {
      Files.move(folder, hidden);
    } catch (NoSuchFileException sweptByAnother) {
      return false;
    }
    if (!isAbandoned(hidden)) {
      // Between our look and our move another sweeper removed it and a new session took the name.
      Files.move(hidden, folder);
      return false;
    }
    FolderTree.delete(hidden);
    return true;
  }

  /** Whether there is a session that had a creator, who doesn't take part any more. */
  private static boolean isAbandoned(Path folder) throws IOException {
    try (MappedRegion control =
        MappedRegion.open(folder.resolve(Session.CONTROL_FILE), ParticipantTable.BYTES)) {
      var table = new ParticipantTable(control);
      return !table.isStanding() && table.livingCreator().isEmpty();
    } catch (java.nio.file.FileSystemException | LayoutException notASession) {
      return false;
    }
  }

  private static boolean isOurs(Path folder) {
    try {
      OwnedByUs.checkFolder(folder);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
