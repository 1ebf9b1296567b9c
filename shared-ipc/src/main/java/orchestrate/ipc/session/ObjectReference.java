package orchestrate.ipc.session;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.memory.ObjectKind;

/**
 * What is written in the place of an object of a session, and read back as that object.
 *
 * @param folder of the session, as an absolute path
 * @param parameters what the object was made with: one that was made otherwise since is another
 */
record ObjectReference(String folder, String name, ObjectKind kind, long parameters)
    implements Serializable {

  Object readResolve() throws InvalidObjectException {
    try {
      return Session.ofThisProcess(Path.of(folder)).find(name, new Header(kind, parameters));
    } catch (NoSuchFileException e) {
      throw failure("there is no such session any more: who made it has closed it or died", e);
    } catch (NoSuchElementException e) {
      throw failure("it was removed", e);
    } catch (LayoutException e) {
      throw failure("another object has its name by now", e);
    } catch (IOException | RuntimeException e) {
      throw failure(e.toString(), e);
    }
  }

  private InvalidObjectException failure(String reason, Exception cause) {
    return new InvalidObjectException(
        "%s '%s' of session %s was passed to this process, which can't open it: %s"
            .formatted(kind, name, folder, reason),
        cause);
  }
}
