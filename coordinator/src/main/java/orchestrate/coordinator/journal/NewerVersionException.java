package orchestrate.coordinator.journal;

import java.io.IOException;

/** The journal was written by a version of orchestrate that has things which this one hasn't. */
final class NewerVersionException extends IOException {
  private static final long serialVersionUID = 1;

  NewerVersionException(String message) {
    super(message);
  }
}
