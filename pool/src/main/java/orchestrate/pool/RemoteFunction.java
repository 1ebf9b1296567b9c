package orchestrate.pool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A function that can be sent to another process, as {@link RemoteCallable}. */
@FunctionalInterface
public interface RemoteFunction<T extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {
  /**
   * Applies it to one item. Runs in a worker.
   *
   * @throws Exception if it fails: whoever asks for the result gets it as it is
   */
  R apply(T item) throws Exception;
}
