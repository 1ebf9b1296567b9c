package orchestrate.coordinator.export;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.config.Explanation;

/** A report can't be written where it is wanted. */
public final class ReportException extends Exception {
  private static final long serialVersionUID = 1;

  ReportException(String kind, Path place, IOException cause) {
    super(
        "the %s report %s can't be written: %s".formatted(kind, place, Explanation.of(cause)),
        cause);
  }
}
