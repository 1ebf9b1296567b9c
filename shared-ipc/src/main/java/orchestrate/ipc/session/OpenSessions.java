package orchestrate.ipc.session;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The sessions that this process takes part in, so that an object that it is passed by name is
 * opened in one that is open. Thread-safe.
 *
 * <p>They are told apart by the identity of their file, not by its path: that may be written in
 * several ways, or be another session's by now. While a session is open its file is mapped, and no
 * other gets its identity.
 */
final class OpenSessions {
  private static final Map<Object, List<Session>> BY_IDENTITY = new HashMap<>();

  private OpenSessions() {}

  /** What tells the session in that folder from all that are open. */
  static Object identity(Path folder) throws IOException {
    Path file = folder.resolve(Session.CONTROL_FILE);
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return Objects.requireNonNull(attributes.fileKey(), "the file system has no file numbers");
  }

  static synchronized void add(Object identity, Session session) {
    BY_IDENTITY.computeIfAbsent(identity, _ -> new ArrayList<>(1)).add(session);
  }

  static synchronized void remove(Object identity, Session session) {
    List<Session> sessions = BY_IDENTITY.getOrDefault(identity, List.of());
    if (sessions.remove(session) && sessions.isEmpty()) {
      BY_IDENTITY.remove(identity);
    }
  }

  /** See {@link Session#ofThisProcess}. */
  static synchronized Session of(Path folder) throws IOException {
    List<Session> open = BY_IDENTITY.get(identity(folder));
    return open != null ? open.getFirst() : join(folder);
  }

  private static Session join(Path folder) throws IOException {
    Session session = Session.open(folder, "receiver");
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(session)));
      return session;
    } catch (IllegalStateException ending) {
      session.close();
      throw ending;
    }
  }

  /** In order, so that others aren't told of a death. */
  private static void leave(Session session) {
    try {
      session.close();
    } catch (IOException e) {
      System.getLogger(OpenSessions.class.getName())
          .log(Level.ERROR, "cannot leave the session " + session.folder(), e);
    }
  }
}
