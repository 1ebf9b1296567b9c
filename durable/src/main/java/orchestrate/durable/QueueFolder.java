package orchestrate.durable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import orchestrate.ipc.memory.OwnedByUs;
import orchestrate.ipc.os.Boot;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;

/**
 * The folder of a queue: makes it, and sees to it that one session at a time uses it, because the
 * locks are the session's.
 *
 * <pre>
 *   open.lock        locked while somebody opens the queue
 *   queue.control    see ControlFile
 *   elements/0, 1, . see ElementFiles
 *   CONSUMER.tasks   see TaskFile
 * </pre>
 */
final class QueueFolder {
  private static final String LOCK_FILE = "open.lock";
  private static final SecureRandom IDS = new SecureRandom();

  private final Path folder;

  private QueueFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens or makes a queue.
   *
   * @param folder made if there is none; its parent must exist
   */
  static ControlFile open(Session session, Path folder, String codec, DurableSettings settings)
      throws IOException {
    if (Files.notExists(folder)) {
      makeFolder(folder);
    }
    OwnedByUs.checkFolder(folder);
    // A file lock keeps other processes out, and the monitor other threads of this one.
    synchronized (QueueFolder.class) {
      var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try (FileChannel channel =
              FileChannel.open(folder.resolve(LOCK_FILE), options, OwnerOnly.FILE);
          FileLock lock = channel.lock()) {
        assert lock.isValid();
        return new QueueFolder(folder).openAlone(session, codec, settings);
      }
    }
  }

  private ControlFile openAlone(Session session, String codec, DurableSettings settings)
      throws IOException {
    ControlFile control = openOrCreate(codec, settings);
    try {
      checkCodec(control, codec);
      checkTasks(control, settings);
      adopt(control, session);
      return control;
    } catch (IOException | RuntimeException e) {
      control.close();
      throw e;
    }
  }

  private ControlFile openOrCreate(String codec, DurableSettings settings) throws IOException {
    if (Files.exists(folder.resolve(ControlFile.NAME))) {
      return ControlFile.open(folder);
    }
    Path elements = folder.resolve(ElementFiles.FOLDER);
    if (Files.exists(elements) && !new ElementFiles(folder, 1, 1).list().isEmpty()) {
      throw new DamagedQueueException(
          "%s is missing, but there are elements in %s: put it back, or move them away"
              .formatted(folder.resolve(ControlFile.NAME), elements));
    }
    makeFolder(elements);
    return ControlFile.create(folder, codec, IDS.nextLong(), settings);
  }

  private void checkCodec(ControlFile control, String codec) {
    if (!control.codec().equals(codec)) {
      throw new IllegalArgumentException(
          "the durable queue in %s holds '%s', the codec it was opened with is for '%s'"
              .formatted(folder, control.codec(), codec));
    }
  }

  private void checkTasks(ControlFile control, DurableSettings settings) {
    if (control.joinable() != settings.joinable()) {
      throw new IllegalArgumentException(
          "the durable queue in %s was made %s tasks, it was opened %s: see DurableSettings.withTasks()"
              .formatted(
                  folder,
                  control.joinable() ? "with" : "without",
                  settings.joinable() ? "with" : "without"));
    }
  }

  /** Makes the queue this session's, and looks what the last one has left. */
  private void adopt(ControlFile control, Session session) throws IOException {
    Path ours = session.folder().toAbsolutePath();
    // Where a run of the system can't be told from the next one, each session may be the first.
    boolean sameRun = control.boot() == Boot.id() && Boot.id() != 0;
    if (sameRun && control.session().equals(ours)) {
      return;
    }
    ElementFiles files = new ElementFiles(folder, control);
    if (control.boot() == Boot.id()) {
      checkUnused(control.session());
    }
    if (!sameRun) {
      new Salvage(folder, files, control).run();
    }
    Pruning.sweep(files, control);
    control.setUser(Boot.id(), ours);
  }

  private void checkUnused(Path last) throws IOException {
    if (last.toString().isEmpty() || Files.notExists(last)) {
      return;
    }
    try (Session other = Session.open(last, "opens " + folder.getFileName())) {
      Participant self = other.self();
      List<String> users =
          other.participants().stream()
              .filter(each -> each.alive() && each.slot() != self.slot())
              .map(Participant::describe)
              .toList();
      if (!users.isEmpty()) {
        throw new QueueInUseException(folder, last, users);
      }
    } catch (NoSuchFileException ended) {
      // So it can't be used any more.
    }
  }

  private static void makeFolder(Path path) throws IOException {
    if (Files.notExists(path)) {
      Files.createDirectory(path, OwnerOnly.FOLDER);
    }
  }
}
