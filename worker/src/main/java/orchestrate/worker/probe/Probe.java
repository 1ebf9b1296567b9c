package orchestrate.worker.probe;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One way to see whether a service is ready. All but {@link #cutShort} on one thread. */
public interface Probe extends AutoCloseable {
  /**
   * Looks once.
   *
   * @param patience how long that may take, or a little longer
   * @return what was looked at and what was seen there; null if the service is ready
   * @throws IOException if one can't look just now; the message says why
   */
  @Nullable String lacking(Duration patience) throws IOException;

  /** Has a look that is under way be over soon, and all further ones. From any thread. */
  default void cutShort() {}

  /** There will be no further look. */
  @Override
  default void close() throws IOException {}
}
