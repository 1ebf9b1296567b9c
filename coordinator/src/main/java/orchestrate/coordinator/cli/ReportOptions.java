package orchestrate.coordinator.cli;

import java.nio.file.Path;
import orchestrate.config.ReportPaths;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Which reports a run is to write besides those that the job file wants, or elsewhere. */
public final class ReportOptions {
  @CommandLine.Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Writes a page that shows what ran when, and why (default: the job's report.html).")
  private @Nullable Path html;

  @CommandLine.Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Writes the results as JUnit's XML (default: the job's report.junit).")
  private @Nullable Path junit;

  @CommandLine.Option(
      names = "--joblog",
      paramLabel = "FILE",
      description =
          "Writes a line for each attempt, as GNU parallel does (default: the job's report.joblog).")
  private @Nullable Path joblog;

  @CommandLine.Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "Writes what ran when and where, for ui.perfetto.dev (default: the job's report.trace).")
  private @Nullable Path trace;

  @CommandLine.Option(
      names = "--prometheus",
      paramLabel = "FILE",
      description =
          "Writes what the run has come to as metrics, for node_exporter's textfile collector"
              + " (default: the job's report.prometheus).")
  private @Nullable Path prometheus;

  /** These, and what they lack of those. */
  ReportOptions over(ReportOptions others) {
    var both = new ReportOptions();
    both.html = html != null ? html : others.html;
    both.junit = junit != null ? junit : others.junit;
    both.joblog = joblog != null ? joblog : others.joblog;
    both.trace = trace != null ? trace : others.trace;
    both.prometheus = prometheus != null ? prometheus : others.prometheus;
    return both;
  }

  /** These, and what they lack of those in the job file. */
  ReportPaths over(ReportPaths ofJob) {
    return new ReportPaths(html, junit, joblog, trace, prometheus).over(ofJob);
  }
}
