package orchestrate.coordinator.otlp;

/** The environment asks for something that can't be; the message says what, and what to do. */
public final class OtlpException extends Exception {
  private static final long serialVersionUID = 1;

  OtlpException(String message) {
    super(message);
  }
}
