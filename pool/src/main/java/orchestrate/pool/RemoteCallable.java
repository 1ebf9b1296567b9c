package orchestrate.pool;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Callable} that can be sent to another process. A lambda becomes one where it is passed
 * to a {@link ProcessPool}; it takes along copies of what it captures, which must be serialisable
 * too.
 */
@FunctionalInterface
public interface RemoteCallable<T extends @Nullable Object> extends Callable<T>, Serializable {}
