package orchestrate.coordinator.plan;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Java sources of the job do not compile; the message is the compiler's. */
public final class CompilationException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<CompilationError> errors;

  public CompilationException(List<CompilationError> errors) {
    super(errors.stream().map(CompilationError::report).collect(joining(System.lineSeparator())));
    this.errors = List.copyOf(errors);
  }

  public List<CompilationError> errors() {
    return errors;
  }
}
