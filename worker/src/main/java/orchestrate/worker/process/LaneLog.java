package orchestrate.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import orchestrate.ipc.os.OwnerOnly;

/**
 * The file that a lane's commands write to. It is open before there is a command, and is given the
 * name of the attempt's log once something is in it or the command takes a while: a short, silent
 * command costs no file.
 *
 * <p>The descriptor has the same number as long as the lane lives. Belongs to the lane's thread.
 */
final class LaneLog {
  private final Path file;
  private final int descriptor;
  private Path attemptLog;
  private boolean named;
  private boolean used;

  LaneLog(Path file) throws IOException {
    this.file = file;
    this.attemptLog = file;
    this.descriptor = Kernel.openForAppending(file);
  }

  int descriptor() {
    return descriptor;
  }

  /** A command is about to be started. */
  void begin(Path logOfAttempt) throws IOException {
    if (used) {
      renew();
    }
    attemptLog = logOfAttempt;
  }

  private void renew() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent(), OwnerOnly.FOLDER);
    Kernel.replace(descriptor, Kernel.openForAppending(file));
    used = false;
  }

  /** Gives the file the name of the attempt's log, while the command still writes to it. */
  void name() throws IOException {
    try {
      move(file, attemptLog);
    } catch (NoSuchFileException e) {
      // Somebody has deleted the log, or the folder for it.
      used = true;
      if (Files.exists(file)) {
        Files.createDirectories(attemptLog.getParent(), OwnerOnly.FOLDER);
        move(file, attemptLog);
      }
    }
    named = true;
  }

  /** The command has ended. */
  void end() throws IOException {
    boolean silent = Kernel.size(descriptor) == 0;
    if (!silent && !named) {
      name();
    } else if (silent && named && !used) {
      takeBack();
    }
    used |= !silent;
    named = false;
  }

  private void takeBack() throws IOException {
    try {
      move(attemptLog, file);
    } catch (NoSuchFileException e) {
      used = true; // Somebody has deleted it.
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
