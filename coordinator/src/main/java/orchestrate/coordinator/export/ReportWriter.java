package orchestrate.coordinator.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import orchestrate.config.Explanation;
import orchestrate.coordinator.journal.RunEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.JacksonIOException;

/**
 * One report and its file. A report that can't go on is given up, and neither the run nor the other
 * reports are troubled by it.
 *
 * <p>Belongs to the thread of {@link Reports}, but for the methods that say otherwise.
 */
final class ReportWriter implements ReportSink {
  /** Makes a report that is written to this file. */
  interface Maker {
    Report make(ReportFile file) throws IOException;
  }

  /** Begins the file of a report. */
  interface Beginner {
    ReportFile begin(Path place, String runId) throws IOException;
  }

  private final String kind;
  private final ReportFile file;
  private final Maker maker;
  private @Nullable Report report;
  private @Nullable Throwable failure;
  private volatile boolean wanted;

  private ReportWriter(String kind, ReportFile file, Maker maker) {
    this.kind = kind;
    this.file = file;
    this.maker = maker;
  }

  /**
   * Begins its file; empty if there is no place for it. From any thread.
   *
   * @throws ReportException if it can't be put there
   */
  static List<ReportWriter> of(String kind, @Nullable Path place, String runId, Maker maker)
      throws ReportException {
    return of(kind, place, runId, ReportFile::begin, maker);
  }

  /** The same, with a file that is begun in another way. */
  static List<ReportWriter> of(
      String kind, @Nullable Path place, String runId, Beginner beginner, Maker maker)
      throws ReportException {
    if (place == null) {
      return List.of();
    }
    try {
      return List.of(new ReportWriter(kind, beginner.begin(place, runId), maker));
    } catch (IOException e) {
      throw new ReportException(kind, place, e);
    }
  }

  @Override
  public void write(List<RunEvent> events) {
    if (failure == null) {
      attempt(
          () -> {
            // Not before: its classes take longer to load than a run should wait.
            report = report == null ? maker.make(file) : report;
            for (RunEvent event : events) {
              report.accept(event);
            }
            report.flush();
          });
    }
  }

  @Override
  public void publishAtEnd() {
    wanted = true;
  }

  @Override
  public void end() {
    if (failure == null && wanted) {
      attempt(
          () -> {
            if (report != null) {
              report.finish();
            }
            file.publish();
          });
    }
    abandon();
  }

  /** Removes what is there of it, if it was not published. */
  void abandon() {
    try {
      file.close();
    } catch (IOException e) {
      failure = failure == null ? e : failure;
    }
  }

  private interface Step {
    void take() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.take();
    } catch (JacksonIOException | UncheckedIOException e) {
      failure = e.getCause();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  @Override
  public Optional<String> failure() {
    return Optional.ofNullable(failure)
        .map(
            cause ->
                "the %s report %s could not be written: %s"
                    .formatted(kind, file.place(), Explanation.of(cause)));
  }
}
