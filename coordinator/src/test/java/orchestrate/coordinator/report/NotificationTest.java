package orchestrate.coordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import orchestrate.worker.protocol.ResourceUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotificationTest {
  @TempDir Path folder;

  private Map<String, String> environment() {
    var environment = new HashMap<>(System.getenv());
    environment.put("OUT", folder.resolve("out").toString());
    environment.put("SECRET", "hush");
    return environment;
  }

  private String out() throws Exception {
    return Files.readString(folder.resolve("out"));
  }

  @Test
  void itKnowsTheFactsAndNotTheSecrets() throws Exception {
    var notification =
        new Notification("printf '%s|%s' \"$ORCHESTRATE_JOB\" \"${SECRET-none}\" > \"$OUT\"");
    String evil = "$(touch \"$OUT.evil\"); `x` ' \" \n";

    assertThat(notification.send(environment(), Set.of("SECRET"), Map.of("ORCHESTRATE_JOB", evil)))
        .isEmpty();
    assertThat(out()).isEqualTo(evil + "|none");
    assertThat(folder.resolve("out.evil")).doesNotExist();
  }

  @Test
  void itsFailureIsTold() throws Exception {
    assertThat(new Notification("exit 3").send(environment(), Set.of(), Map.of()))
        .contains("ended with exit code 3");
  }

  @Test
  void itIsKilledWhenItsTimeIsOver() throws Exception {
    var notification = new Notification("sleep 600 & wait");

    assertThat(notification.send(environment(), Set.of(), Map.of(), Duration.ofMillis(500)))
        .contains("took longer than 0.5 s, and was killed");
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  @Test
  void theFacts() throws Exception {
    var summary = new RunSummary(Plans.of(folder, 2, "tasks: { a: { run: work } }"));
    var files = new RunFiles(folder.resolve("run"), folder);
    summary.accept(new RunEvent.RunStarted(1000, "id", "a job", "job.yaml", 2, Map.of()));
    summary.accept(
        new RunEvent.AttemptEnded(
            2500, 0, 0, 1, 1, ResourceUse.NONE, new Outcome.Exited(3, "exit code 3"), false, null));

    assertThat(Notification.facts(summary, files, "id", "a job", 1))
        .containsOnly(
            Map.entry("ORCHESTRATE_RUN", "id"),
            Map.entry("ORCHESTRATE_JOB", "a job"),
            Map.entry("ORCHESTRATE_OUTCOME", "failed"),
            Map.entry("ORCHESTRATE_EXIT_CODE", "1"),
            Map.entry("ORCHESTRATE_SECONDS", "1.500"),
            Map.entry("ORCHESTRATE_TASKS", "1"),
            Map.entry("ORCHESTRATE_FAILED", "1"),
            Map.entry("ORCHESTRATE_RESULT", folder.resolve("run/result.json").toString()));

    summary.accept(new RunEvent.CancelRequested(3000, Target.RUN, "stopped by SIGINT"));
    assertThat(Notification.facts(summary, files, "id", "a job", 130))
        .containsEntry("ORCHESTRATE_OUTCOME", "stopped")
        .containsEntry("ORCHESTRATE_REASON", "stopped by SIGINT");
    assertThat(
            Notification.facts(
                new RunSummary(Plans.of(folder, 2, "tasks: { a: { run: work } }")),
                files,
                "id",
                "a job",
                3))
        .containsEntry("ORCHESTRATE_OUTCOME", "broken");
  }
}
