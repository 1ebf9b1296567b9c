package orchestrate.pool;

/**
 * Where in which worker an exception was thrown. It is the innermost cause of an exception that
 * came back from a worker, or, if that has its causes fixed, is suppressed in it. The exception's
 * own stack trace is that of the worker, too.
 */
public final class RemoteTrace extends Exception {
  private static final long serialVersionUID = 1;

  RemoteTrace(String worker, String trace) {
    super("thrown in " + worker + ":\n" + trace.stripTrailing(), null, false, false);
  }

  /** Adds it to what was thrown there. */
  void addTo(Throwable thrown) {
    Throwable innermost = thrown;
    for (int depth = 0; innermost.getCause() != null && depth < 100; depth++) {
      innermost = innermost.getCause();
    }
    try {
      innermost.initCause(this);
    } catch (IllegalStateException causesAreFixed) {
      thrown.addSuppressed(this);
    }
  }
}
