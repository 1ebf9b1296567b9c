package orchestrate.coordinator.cli.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import orchestrate.coordinator.journal.EveryEvent;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.worker.protocol.ResourceUse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventLinesTest {
  private static final List<Beginning.Task> TASKS =
      IntStream.range(0, 8).mapToObj(i -> new Beginning.Task("t" + i, i == 0)).toList();

  private static final RunEvent.AttemptEnded FAILED =
      new RunEvent.AttemptEnded(
          1_795_946_400_123L,
          0,
          5,
          2,
          1_234_567,
          new ResourceUse(1_000_000, 0, 0),
          new Outcome.Exited(3, "exit code 3\n\u001b[2J\u009b\u00fc"),
          true,
          "an item");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| (?<names>`[^|]+`) \\|");

  @Test
  void hasAllFieldsThatAreDocumentedAndNoOthers() throws IOException {
    var kinds = new TreeSet<String>();
    var fields = new TreeSet<String>();
    for (JsonNode line : json(EveryEvent.LIST, TASKS)) {
      kinds.add(line.get("kind").asString());
      line.propertyNames().forEach(fields::add);
    }
    String page = Files.readString(Path.of("../docs/history.md"));
    String section =
        page.substring(page.indexOf("## journal dump"), page.indexOf("## result.json"));
    int fieldTable = section.indexOf("| field |");
    assertThat(names(section.substring(0, fieldTable))).isEqualTo(kinds);
    assertThat(names(section.substring(fieldTable))).isEqualTo(fields);
  }

  private static Set<String> names(String table) {
    return ROW.matcher(table)
        .results()
        .flatMap(row -> Stream.of(row.group("names").split(", ")))
        .map(name -> name.replace("`", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void tellsProgramsWhatAnEventHas() throws IOException {
    JsonNode line = json(List.of(FAILED), TASKS).getFirst();
    assertThat(line)
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"kind": "attemptEnded", "time": "2026-11-29T10:00:00.123Z",
                     "epochMillis": 1795946400123, "task": "t0", "taskNumber": 0, "instance": 5,
                     "attempt": 2, "item": "an item", "tookNanos": 1234567, "userNanos": 1000000,
                     "systemNanos": 0, "outcome": "exited", "exitCode": 3,
                     "reason": "exit code 3\\n\\u001b[2J\\u009b\\u00fc", "again": true}
                    """));
  }

  /** No task can steer the terminal that they come to. */
  @Test
  void isPlainAsciiForPrograms() throws IOException {
    assertThat(text(List.of(FAILED), TASKS)).matches("\\p{ASCII}+");
    assertThat(text(EveryEvent.LIST, TASKS).lines()).hasSize(EveryEvent.LIST.size());
  }

  @Test
  void givesTheNumbersOfTasksWhoseNamesAreNotKnown() throws IOException {
    JsonNode line = json(List.of(FAILED), List.of()).getFirst();
    assertThat(line.has("task")).isFalse();
    assertThat(line.get("taskNumber").asInt()).isZero();
    assertThat(line.get("instance").asInt()).isEqualTo(5);
  }

  @Test
  void tellsPeopleInOneLine() {
    var written = new StringWriter();
    try (var lines = new TextEventLines(written, TASKS)) {
      lines.accept(FAILED);
      lines.accept(new RunEvent.RunStarted(0, "id", "a job", "job.yaml", 2, Map.of("p", "v")));
      lines.accept(new RunEvent.AttemptStarted(0, 1, 0, 1));
      lines.accept(new RunEvent.AttemptStarted(0, 99, 3, 1));
    }
    assertThat(written.toString().lines().map(line -> line.substring(25)))
        .containsExactly(
            "attemptEnded       t0[5]  attempt 2, item an item, took 1.234 ms, user 1.000 ms,"
                + " system 0.000 ms, outcome exited, exitCode 3, reason exit code"
                + " 3\\x0a\\x1b[2J\\x9bü, again",
            "runStarted         run id, job a job, jobFile job.yaml, slots 2, params {p=v}",
            "attemptStarted     t1  attempt 1",
            "attemptStarted     task 99[3]  attempt 1");
  }

  private static List<JsonNode> json(List<RunEvent> events, List<Beginning.Task> tasks)
      throws IOException {
    var lines = new ArrayList<JsonNode>();
    text(events, tasks).lines().forEach(line -> lines.add(JsonMapper.shared().readTree(line)));
    return lines;
  }

  private static String text(List<RunEvent> events, List<Beginning.Task> tasks) throws IOException {
    try (var out = new ByteArrayOutputStream()) {
      try (var lines = new JsonEventLines(out, tasks)) {
        events.forEach(lines);
      }
      return out.toString(UTF_8);
    }
  }
}
