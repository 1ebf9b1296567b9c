package orchestrate.coordinator.fresh;

import java.nio.file.Path;

/** A file is not there that a task reads. */
public final class MissingInputException extends Exception {
  private static final long serialVersionUID = 1;

  MissingInputException(Path file) {
    super("its input %s is not there".formatted(file));
  }
}
