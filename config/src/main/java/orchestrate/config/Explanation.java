package orchestrate.config;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/**
 * What an exception says to a person: what happened, to which file, why, and what to do. Those for
 * files have the file as their whole message, and leave the reason to the name of their class.
 */
public final class Explanation {
  /** By what the C library says. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "No space left on device", "make room there, and run it again",
          "Disk quota exceeded", "make room there, or have your quota raised, and run it again",
          "Read-only file system", "run it where you may write",
          "Too many open files", "allow more with ulimit -n, and run it again",
          "Too many open files in system", "end what has so many open, and run it again",
          "Cannot allocate memory", "end what takes the memory, and run it again",
          "Resource temporarily unavailable", "allow more processes with ulimit -u");

  private Explanation() {}

  public static String of(Throwable thrown) {
    return switch (thrown) {
      case UncheckedIOException e -> {
        Throwable cause = e.getCause();
        yield cause == null ? e.toString() : before(e, of(cause));
      }
      case FileSystemException e ->
          e.getFile() == null
              ? withRemedy(messageOf(e))
              : (e.getOtherFile() == null ? e.getFile() : e.getFile() + " -> " + e.getOtherFile())
                  + ": "
                  + withRemedy(requireNonNullElse(e.getReason(), reasonOf(e)));
      case IOException e -> withRemedy(messageOf(e));
      case Throwable e when isOurs(e) -> messageOf(e);
      case Throwable e when e.getMessage() == null -> e.toString();
      case Throwable e -> e.getClass().getSimpleName() + ": " + e.getMessage();
    };
  }

  /** What we had to say to the failure, if anything, and then the failure. */
  private static String before(UncheckedIOException e, String failure) {
    String own = messageOf(e);
    return own.equals(String.valueOf(e.getCause())) ? failure : own + ": " + failure;
  }

  private static String reasonOf(FileSystemException e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "it is there already";
      case NotDirectoryException _ -> "it is no folder";
      case DirectoryNotEmptyException _ -> "the folder is not empty";
      default -> e.getClass().getSimpleName();
    };
  }

  private static String withRemedy(String reason) {
    String remedy = REMEDIES.get(reason);
    return remedy == null ? reason : reason + "; " + remedy;
  }

  /** Our own exceptions say all there is to say in their messages. */
  private static boolean isOurs(Throwable e) {
    return e.getMessage() != null && e.getClass().getPackageName().startsWith("orchestrate.");
  }

  private static String messageOf(Throwable e) {
    return requireNonNullElse(e.getMessage(), e.toString());
  }
}
