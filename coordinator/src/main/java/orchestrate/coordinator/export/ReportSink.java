package orchestrate.coordinator.export;

import java.util.List;
import java.util.Optional;
import orchestrate.coordinator.journal.RunEvent;

/**
 * Where a report goes. Belongs to the thread of {@link Reports}, but for {@link #publishAtEnd}, and
 * what may be asked when that has ended.
 */
interface ReportSink {
  void write(List<RunEvent> events);

  /** The run has come to its end, and the report is to be there. From any thread. */
  void publishAtEnd();

  /** There are no more events. */
  void end();

  /** For a person: why it isn't there, which matters. When the thread of the reports has ended. */
  default Optional<String> failure() {
    return Optional.empty();
  }

  /** For a person: what isn't there, which is worth a word. When that thread has ended. */
  default Optional<String> warning() {
    return Optional.empty();
  }
}
