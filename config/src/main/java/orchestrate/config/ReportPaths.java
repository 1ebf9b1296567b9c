package orchestrate.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is reported to people and to other programs; each is null if nobody wants it.
 *
 * @param html a page for people
 * @param junit the results as JUnit's XML
 * @param joblog a line for each attempt, as GNU parallel writes them
 * @param trace when what ran where, as Chrome's trace events
 * @param prometheus what the run has come to, in Prometheus's text format
 */
public record ReportPaths(
    @Nullable Path html,
    @Nullable Path junit,
    @Nullable Path joblog,
    @Nullable Path trace,
    @Nullable Path prometheus) {
  public static final ReportPaths NONE = new ReportPaths(null, null, null, null, null);

  /** These, and what they lack of the others. */
  public ReportPaths over(ReportPaths others) {
    return new ReportPaths(
        html != null ? html : others.html,
        junit != null ? junit : others.junit,
        joblog != null ? joblog : others.joblog,
        trace != null ? trace : others.trace,
        prometheus != null ? prometheus : others.prometheus);
  }

  /** Whether there is any. */
  public boolean areWanted() {
    return !all().isEmpty();
  }

  /** Those that there are. */
  public List<Path> all() {
    return Stream.of(html, junit, joblog, trace, prometheus).filter(Objects::nonNull).toList();
  }
}
