package orchestrate.coordinator.export;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import orchestrate.config.ReportPaths;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.report.RunFiles;
import org.jspecify.annotations.Nullable;

/**
 * The reports that a run is to write. A thread of their own writes them, so that the run waits for
 * their disk only if that is too slow for long: a bounded number of events waits for it.
 *
 * <p>All public methods belong to the run's thread.
 */
public final class Reports implements Consumer<RunEvent>, AutoCloseable {
  /** So many events are handed over at a time: to wake the other thread takes microseconds. */
  static final int BATCH = 1024;

  static final int MOST_WAITING = 32;

  /** An empty list says that there are no more. */
  private final BlockingQueue<List<RunEvent>> handed = new ArrayBlockingQueue<>(MOST_WAITING);

  private final List<ReportSink> sinks;
  private final @Nullable Thread thread;
  private List<RunEvent> batch = new ArrayList<>(BATCH);
  private boolean ended;

  Reports(List<? extends ReportSink> sinks) {
    this.sinks = List.copyOf(sinks);
    this.thread =
        sinks.isEmpty() ? null : Thread.ofPlatform().name("reports").daemon().start(this::write);
  }

  /**
   * Begins those that the job wants, all of them or none.
   *
   * @param telemetry what else is to be sent; null if nothing
   * @throws ReportException if one can't be written where it should be
   */
  public static Reports open(Plan plan, RunFiles files, String runId, @Nullable Telemetry telemetry)
      throws ReportException {
    ReportPaths paths = plan.job().report();
    var writers = new ArrayList<ReportWriter>();
    try {
      writers.addAll(
          ReportWriter.of(
              "HTML", paths.html(), runId, file -> new HtmlReport(plan, files, file.stream())));
      writers.addAll(
          ReportWriter.of(
              "JUnit", paths.junit(), runId, file -> new JUnitReport(plan, files, file)));
      writers.addAll(
          ReportWriter.of(
              "joblog", paths.joblog(), runId, file -> new JobLog(plan, file.stream())));
      writers.addAll(
          ReportWriter.of("trace", paths.trace(), runId, file -> new Trace(plan, file.stream())));
      writers.addAll(
          ReportWriter.of(
              "Prometheus",
              paths.prometheus(),
              runId,
              ReportFile::beginForOthers,
              file -> new PrometheusReport(plan, file)));
      var sinks = new ArrayList<ReportSink>(writers);
      if (telemetry != null) {
        sinks.add(new SpanSink(plan, telemetry)); // last: it may have to wait
      }
      return new Reports(sinks);
    } catch (ReportException e) {
      writers.forEach(ReportWriter::abandon);
      throw e;
    }
  }

  @Override
  public void accept(RunEvent event) {
    batch.add(event);
    if (batch.size() == BATCH) {
      handOver();
    }
  }

  /** Has written what was told so far. To be called every now and then. */
  public void handOver() {
    if (!batch.isEmpty()) {
      put(batch);
      batch = new ArrayList<>(BATCH);
    }
  }

  private void put(List<RunEvent> events) {
    try {
      handed.put(events);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the run's thread", e);
    }
  }

  /**
   * The run is over: puts them in their places.
   *
   * @return for a person, of each that could not be written, why; empty if all is well
   */
  public List<String> finish() {
    handOver();
    sinks.forEach(ReportSink::publishAtEnd);
    end();
    return sinks.stream().flatMap(sink -> sink.failure().stream()).toList();
  }

  /** For a person: what else there is to say of them, when they are finished or closed. */
  public List<String> warnings() {
    return sinks.stream().flatMap(sink -> sink.warning().stream()).toList();
  }

  /** Whether there is any: if not, it need not be told of anything. */
  public boolean areWanted() {
    return thread != null;
  }

  /** If they were not finished they are given up, and what was in their places before stays. */
  @Override
  public void close() {
    if (!ended) {
      end();
    }
  }

  private void end() {
    ended = true;
    if (thread == null) {
      return; // Nobody wants a report.
    }
    put(List.of());
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody may interrupt the run's thread", e);
    }
  }

  private void write() {
    try {
      for (List<RunEvent> next = handed.take(); !next.isEmpty(); next = handed.take()) {
        List<RunEvent> events = next;
        sinks.forEach(sink -> sink.write(events));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody knows of this thread", e);
    }
    sinks.forEach(ReportSink::end);
  }
}
