package orchestrate.ipc.memory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import orchestrate.ipc.os.Libc;

/**
 * Refuses files and folders that somebody else could write or read: shared memory is trusted, so
 * only this user may have made it.
 */
public final class OwnedByUs {
  private static final int TYPE = 0170000;
  private static final int FOLDER = 0040000;
  private static final int REGULAR = 0100000;
  private static final int OTHERS = 0077;

  private OwnedByUs() {}

  /**
   * Checks that {@code file} is a regular file of this user which nobody else can access.
   *
   * @throws AccessDeniedException if it isn't, with the reason
   */
  public static void checkFile(Path file) throws IOException {
    check(file, REGULAR, "regular file");
  }

  /**
   * Checks that {@code folder} is a folder (no symbolic link) of this user which nobody else can
   * access.
   *
   * @throws AccessDeniedException if it isn't, with the reason
   */
  public static void checkFolder(Path folder) throws IOException {
    check(folder, FOLDER, "folder");
  }

  private static void check(Path path, int type, String typeName) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(path, "unix:mode,uid", LinkOption.NOFOLLOW_LINKS);
    int mode = attribute(found, "mode");
    int owner = attribute(found, "uid");
    if ((mode & TYPE) != type) {
      throw refused(path, "it is not a " + typeName + " (links are not followed): remove it");
    }
    if (owner != Libc.effectiveUserId()) {
      throw refused(
          path,
          "it belongs to user %d, this process runs as %d: take a place of your own"
              .formatted(owner, Libc.effectiveUserId()));
    }
    if ((mode & OTHERS) != 0) {
      throw refused(
          path,
          "its mode %o lets other users in: remove it, or if nobody else has written there, chmod go= it"
              .formatted(mode & 07777));
    }
  }

  private static int attribute(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Integer value ? value : -1;
  }

  private static AccessDeniedException refused(Path path, String reason) {
    return new AccessDeniedException(path.toString(), null, "refused: " + reason);
  }
}
