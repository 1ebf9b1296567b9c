package orchestrate.ipc.session;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.ipc.participant.ParticipantTable;

/**
 * A session on a disk may have outlived the system, whose end marked nobody in it as dead. The
 * first who comes after does that, and everybody who comes looks before joining: so nobody is
 * marked who is alive.
 */
final class EarlierBoot {
  /** Locked while somebody is at it: the kernel takes the lock from the dead. */
  private static final String LOCK_FILE = "session.boot";

  private EarlierBoot() {}

  /** One thread of the process at a time: file locks are the process's. */
  static synchronized void endIn(Path folder, ParticipantTable table) throws IOException {
    if (!table.isOfEarlierBoot()) {
      return;
    }
    var options = Set.of(CREATE, WRITE, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel =
            FileChannel.open(folder.resolve(LOCK_FILE), options, OwnerOnly.FILE);
        FileLock _ = channel.lock()) {
      if (table.isOfEarlierBoot()) {
        table.declareAllDead();
      }
    }
  }
}
