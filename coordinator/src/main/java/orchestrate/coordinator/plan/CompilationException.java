package orchestrate.coordinator.plan;

/** A Java source of the job does not compile; the message is the compiler's. */
public final class CompilationException extends Exception {
  private static final long serialVersionUID = 1;

  public CompilationException(String diagnostics) {
    super(diagnostics);
  }
}
