package orchestrate.coordinator.cli.sync;

import java.time.Duration;
import orchestrate.coordinator.report.Format;

/** How things are put in words. */
final class Text {
  private Text() {}

  static String of(Duration duration) {
    return Format.duration(duration.toMillis());
  }
}
