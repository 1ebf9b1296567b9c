package orchestrate.pool;

import java.io.Serializable;

/** A {@link Runnable} that can be sent to another process, as {@link RemoteCallable}. */
@FunctionalInterface
public interface RemoteRunnable extends Runnable, Serializable {}
