package orchestrate.coordinator.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResultJsonTest {
  private static final Pattern DOCUMENTED =
      Pattern.compile("(?m)^\\| `(?<field>[A-Za-z.\\[\\]]+)` \\|");
  private static final ResourceUse USE = new ResourceUse(5_000_000, 3_000_000, 1 << 20);
  private static final Outcome OK = new Outcome.Succeeded(Map.of());
  private static final Outcome BAD = new Outcome.Exited(3, "exit code 3");

  @TempDir Path folder;

  /** A run to which all happens that the file has a field for. */
  @Test
  void itsFieldsAreThoseOfTheDocument() throws Exception {
    var plan =
        Plans.of(
            folder,
            2,
            """
            tasks:
              serve: { run: serve, service: true, ready: { log: up } }
              each: { needs: serve, for-each: { list: [a, b] }, run: "true", allow-failure: true }
              files: { run: make, inputs: job.yaml, artifacts: out }
              never: { needs: files, run: "true" }
            """);
    var summary = new RunSummary(plan);
    Path run =
        Files.createDirectories(folder.resolve("run/logs/each")).resolve("../..").normalize();
    Files.writeString(run.resolve("logs/each/0.1.log"), "why");

    summary.accept(new RunEvent.RunStarted(1000, "id", "a job", "job.yaml", 2, Map.of()));
    summary.accept(new RunEvent.AttemptStarted(1001, 0, 0, 1));
    summary.accept(new RunEvent.ServiceReady(1002, 0, 1, 2_000_000));
    summary.accept(new RunEvent.TaskActivated(1003, 1, 2));
    summary.accept(new RunEvent.AttemptStarted(1004, 1, 0, 1));
    summary.accept(new RunEvent.AttemptEnded(1010, 1, 0, 1, 6_000_000, USE, BAD, false, "a"));
    summary.accept(
        new RunEvent.AttemptEnded(
            1011,
            1,
            1,
            0,
            0,
            ResourceUse.NONE,
            new Outcome.UpToDate(Map.of(), 1, null),
            false,
            "b"));
    summary.accept(new RunEvent.SubtaskEnded(1011, 1, 0, "part", 1, 5, USE, OK, false, null));
    summary.accept(new RunEvent.TaskEnded(1012, 1, new TaskStatus.AllowedFailure()));
    summary.accept(
        new RunEvent.OutOfDate(1013, 2, 0, Reasons.of("its input job.yaml is new"), null));
    summary.accept(new RunEvent.AttemptStarted(1013, 2, 0, 1));
    summary.accept(new RunEvent.ArtifactsKept(1014, 2, 0, 1, 2, 30, "one is lacking"));
    summary.accept(new RunEvent.AttemptEnded(1015, 2, 0, 1, 2_000_000, USE, BAD, false, null));
    summary.accept(new RunEvent.TaskEnded(1015, 2, new TaskStatus.Failed()));
    summary.accept(new RunEvent.TaskEnded(1016, 3, new TaskStatus.Skipped("needs files")));
    summary.accept(new RunEvent.CancelRequested(1017, Target.RUN, "SIGINT"));
    new ResultJson(summary, new RunFiles(run, folder)).write(run.resolve("result.json"), 130);

    JsonNode json = JsonMapper.shared().readTree(Files.readString(run.resolve("result.json")));
    var fields = new TreeSet<String>();
    collect(json, "", fields);
    String page = Files.readString(Path.of("../docs/history.md"));
    Set<String> documented =
        DOCUMENTED
            .matcher(page.substring(page.indexOf("## result.json")))
            .results()
            .map(field -> field.group("field"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(fields).isEqualTo(documented);
    assertThat(json.get("job").asString()).isEqualTo("a job");
    assertThat(json.at("/firstFailures/0/log").asString()).isEqualTo("logs/each/0.1.log");
    assertThat(json.at("/failures").asInt()).isEqualTo(1);
  }

  private static void collect(JsonNode json, String path, Set<String> fields) {
    for (var property : json.properties()) {
      String field = path + property.getKey();
      if (property.getValue().isArray()) {
        fields.add(field + "[]");
        property.getValue().forEach(element -> collect(element, field + "[].", fields));
      } else {
        fields.add(field);
        collect(property.getValue(), field + ".", fields);
      }
    }
  }
}
