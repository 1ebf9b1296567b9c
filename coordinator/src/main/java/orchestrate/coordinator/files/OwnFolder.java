package orchestrate.coordinator.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import orchestrate.ipc.os.OwnerOnly;

/** Folders for our own files, which are for their owner alone. */
public final class OwnFolder {
  private OwnFolder() {}

  /**
   * Makes it, if it is not there. What contains it must be there.
   *
   * @throws IOException also if it is a link, which could lead our files to where somebody else
   *     wants them
   */
  public static Path make(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createDirectory(folder, OwnerOnly.FOLDER);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) { // Another run may be quicker.
          throw new IOException(folder + " is not a folder; remove it, or run from elsewhere", e);
        }
      }
    }
    return folder;
  }
}
