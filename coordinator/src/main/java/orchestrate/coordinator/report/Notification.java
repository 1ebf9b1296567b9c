package orchestrate.coordinator.report;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A command of the user's that is told how a run has ended. What it is told is in its environment:
 * no name or reason ever becomes a part of the command.
 *
 * @param command for {@code sh -c}
 */
public record Notification(String command) {
  /** So long it may take, while whoever has started the run waits. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What it prints is not what the run prints: it goes where messages go. */
  private static final String TO_STDERR = "exec /bin/sh -c \"$0\" >&2";

  /**
   * Runs it to its end.
   *
   * @param environment that of this process
   * @param withheld variables of it that the command does not get
   * @param facts the variables that tell of the run
   * @return why it did not do what it was for; empty if it did
   */
  public Optional<String> send(
      Map<String, String> environment, Set<String> withheld, Map<String, String> facts)
      throws InterruptedException {
    return send(environment, withheld, facts, PATIENCE);
  }

  Optional<String> send(
      Map<String, String> environment,
      Set<String> withheld,
      Map<String, String> facts,
      Duration patience)
      throws InterruptedException {
    var builder =
        new ProcessBuilder(List.of("/bin/sh", "-c", TO_STDERR, command))
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().keySet().removeAll(withheld);
    builder.environment().putAll(facts);
    try {
      return await(builder.start(), patience);
    } catch (IOException e) {
      return Optional.of("could not be started: " + e.getMessage());
    }
  }

  private static Optional<String> await(Process process, Duration patience)
      throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      return Optional.of(
          "took longer than " + Format.duration(patience.toMillis()) + ", and was killed");
    }
    int code = process.exitValue();
    return code == 0 ? Optional.empty() : Optional.of("ended with exit code " + code);
  }

  /** What there is to tell of a run. */
  public static Map<String, String> facts(
      RunSummary summary, RunFiles files, String runId, String job, int exitCode) {
    var facts = new HashMap<String, String>();
    facts.put("ORCHESTRATE_RUN", runId);
    facts.put("ORCHESTRATE_JOB", job);
    facts.put("ORCHESTRATE_OUTCOME", outcome(summary, exitCode));
    facts.put("ORCHESTRATE_EXIT_CODE", Integer.toString(exitCode));
    facts.put("ORCHESTRATE_SECONDS", String.format(Locale.ROOT, "%.3f", summary.millis() / 1000.0));
    facts.put("ORCHESTRATE_TASKS", Integer.toString(summary.tasks().size()));
    facts.put("ORCHESTRATE_FAILED", Long.toString(summary.failureCount()));
    facts.put("ORCHESTRATE_RESULT", files.result().toAbsolutePath().normalize().toString());
    if (summary.stopReason() != null) {
      facts.put("ORCHESTRATE_REASON", summary.stopReason());
    }
    return facts;
  }

  private static String outcome(RunSummary summary, int exitCode) {
    if (summary.stopReason() != null) {
      return "stopped";
    }
    return exitCode == 0 ? "succeeded" : exitCode == 1 ? "failed" : "broken";
  }
}
