package orchestrate.coordinator.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import orchestrate.config.Explanation;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.otlp.SpanSender;
import orchestrate.coordinator.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Sends a run's spans. Whatever becomes of them, the run is none the worse for it. */
final class SpanSink implements ReportSink {
  private final Plan plan;
  private final Telemetry telemetry;
  private @Nullable SpanSender sender;
  private @Nullable SpanReport report;
  private @Nullable String warning;
  private volatile boolean wanted;

  SpanSink(Plan plan, Telemetry telemetry) {
    this.plan = plan;
    this.telemetry = telemetry;
  }

  @Override
  public void write(List<RunEvent> events) {
    attempt(
        () -> {
          if (report
              == null) { // Not before: its classes take longer to load than a run should wait.
            sender = telemetry.begin(plan);
            report = new SpanReport(plan, telemetry, sender);
          }
          for (RunEvent event : events) {
            report.accept(event);
          }
        });
  }

  @Override
  public void publishAtEnd() {
    wanted = true;
  }

  /** Of a run that breaks off there is no span of its own, but those of what it has done. */
  @Override
  public void end() {
    if (wanted && report != null) {
      attempt(report::finish);
    }
    if (sender != null) {
      sender.close().ifPresent(this::warn);
    }
  }

  private interface Step {
    void take() throws IOException;
  }

  private void attempt(Step step) {
    if (warning != null) {
      return;
    }
    try {
      step.take();
    } catch (IOException e) {
      throw new UncheckedIOException("nothing here reads or writes", e);
    } catch (RuntimeException | Error e) {
      warn("the run's spans can't be made: " + Explanation.of(e));
    }
  }

  private void warn(String text) {
    warning = warning == null ? text : warning;
  }

  @Override
  public Optional<String> warning() {
    return Optional.ofNullable(warning);
  }
}
