package orchestrate.coordinator.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import orchestrate.ipc.os.OwnerOnly;

/**
 * Keeps all but one coordinator off a run: the file {@code lock} in its folder, which the kernel
 * locks for a process, and frees with its end, whatever that is. Who has it is in the run's {@link
 * Beginning}.
 *
 * <p>Nothing else may open that file: a process loses its lock when it closes any descriptor of it.
 */
public final class RunLock implements AutoCloseable {
  private static final String FILE = "lock";

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes it; empty if another has it. */
  public static Optional<RunLock> take(Path runFolder) throws IOException {
    Path file = runFolder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            OwnerOnly.FILE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new RunLock(channel));
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it.
    } catch (IOException e) {
      channel.close();
      throw new IOException("can't lock %s: %s".formatted(file, e.getMessage()), e);
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
