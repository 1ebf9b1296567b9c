package orchestrate.config.expression;

/** An expression has no value; the message says why, for a person. */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public EvaluationException(String message) {
    super(message);
  }
}
