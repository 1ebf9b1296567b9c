package orchestrate.coordinator.export;

import java.util.ArrayList;
import java.util.List;
import orchestrate.config.Printable;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.report.Format;

/** What there is to say of an instance's attempts before the last: the first of them. */
final class EarlierAttempts {
  private static final int MOST = 10;

  static final EarlierAttempts NONE = new EarlierAttempts();

  private final List<String> lines = new ArrayList<>();
  private long nanos;

  void add(RunEvent.AttemptEnded event) {
    nanos += event.nanos();
    if (lines.size() < MOST) {
      lines.add(
          "attempt %d, %s: %s"
              .formatted(
                  event.attempt(),
                  Format.duration(event.nanos() / 1_000_000),
                  Printable.text(event.outcome().reason())));
    } else if (lines.size() == MOST) {
      lines.add("...");
    }
  }

  /** One of each. */
  List<String> lines() {
    return lines;
  }

  long nanos() {
    return nanos;
  }
}
