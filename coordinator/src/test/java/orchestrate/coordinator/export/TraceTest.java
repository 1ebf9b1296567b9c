package orchestrate.coordinator.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TraceTest {
  private static final String YAML =
      """
      tasks:
        first: { run: echo }
        then: { needs: first, run: echo }
        many: { for-each: { range: 1..3 }, run: "echo ${{ item }}" }
      """;

  @TempDir Path folder;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private Trace trace;
  private Story story;

  @BeforeEach
  void begin() throws Exception {
    var plan = Story.plan(folder, YAML);
    trace = new Trace(plan, written);
    story = new Story(plan, trace::accept).begin();
  }

  private List<JsonNode> events() {
    trace.finish();
    JsonNode root = JsonMapper.shared().readTree(written.toByteArray());
    TraceCheck.isSound(root);
    return StreamSupport.stream(root.get("traceEvents").spliterator(), false).toList();
  }

  private List<JsonNode> events(String phase) {
    return events().stream().filter(event -> event.get("ph").asString().equals(phase)).toList();
  }

  @Test
  void attemptsAreSlicesOnTheTracksOfTheirLanes() throws Exception {
    story
        .started(0, "first", 0, 1)
        .ended(10, "first", 0, 4, Story.OK)
        .started(10, "many", 1, 1)
        .ended(12, "many", 1, 1, new Outcome.Exited(3, "exit \u001b3"));

    List<JsonNode> slices = events("X");

    assertThat(slices)
        .extracting(s -> s.get("name").asString())
        .containsExactly("first", "many[1]");
    JsonNode many = slices.getLast();
    assertThat(many.get("ts").asDouble()).isEqualTo(11_000);
    assertThat(many.get("dur").asDouble()).isEqualTo(1_000);
    assertThat(many.get("args").toString())
        .isEqualTo(
            """
            {"task":"many","item":"item 1","attempt":1,"outcome":"exit \\\\x1b3"}\
            """);
  }

  @Test
  void needsAreArrowsAndWaitsAreShown() throws Exception {
    story
        .started(5, "first", 0, 1)
        .ended(10, "first", 0, 4, new Outcome.Exited(1, "exit code 1"))
        .paused(10, "first", 0, 1)
        .started(110, "first", 0, 2)
        .ended(120, "first", 0, 2, 5, Story.OK, false)
        .over(120, "first", new TaskStatus.Succeeded())
        .started(150, "then", 0, 1)
        .ended(160, "then", 0, 8, Story.OK);

    List<JsonNode> events = events();

    assertThat(events)
        .filteredOn(event -> "sf".contains(event.get("ph").asString()))
        .extracting(event -> event.get("ph").asString() + event.get("ts").asDouble())
        .containsExactly("s119999.0", "f152000.0");
    assertThat(events)
        .filteredOn(event -> event.get("ph").asString().equals("b"))
        .extracting(event -> event.get("name").asString() + " " + event.get("ts").asLong())
        .containsExactly(
            "first: ready, waits for its turn 0",
            "first: waits for attempt 2 10000",
            "then: ready, waits for its turn 120000");
  }

  /** A service goes on while those run that need it; and clocks of two workers differ a little. */
  @Test
  void anArrowLeavesBeforeItArrives() throws Exception {
    var plan =
        Story.plan(
            folder,
            """
            tasks:
              db: { run: echo, service: true }
              early: { run: echo }
              use: { needs: [db, early], run: echo }
            """);
    trace = new Trace(plan, written);
    story = new Story(plan, trace::accept);
    story
        .begin()
        .started(0, "db", 0, 1)
        .started(1, "early", 0, 1)
        .ended(10, "early", 0, 9, Story.OK)
        .over(10, "early", new TaskStatus.Succeeded())
        .started(10, "use", 0, 1)
        .ended(
            17, "use", 0, 1, 8_000_000, Story.OK, false, story.ran("use", 0, "", 1, 1, 17_000_000))
        .ended(
            30, "db", 0, 1, 30_000_000, Story.OK, false, story.ran("db", 0, "", 1, 2, 30_000_000));

    trace.finish();
    var read = new PerfettoImport(JsonMapper.shared().readTree(written.toByteArray()));
    assertThat(read.problems).isEmpty();
    assertThat(read.flows).containsExactlyInAnyOrder("db -> use", "early -> use");
  }

  @Test
  void whatRunsAndWaitsIsCounted() throws Exception {
    story
        .activated(0, "many", 3)
        .started(1, "many", 0, 1)
        .started(1, "many", 1, 1)
        .started(1, "many", 2, 1)
        .ended(5, "many", 0, 1, Story.OK)
        .ended(6, "many", 1, 1, Story.OK)
        .ended(7, "many", 2, 1, Story.OK);

    assertThat(events("C"))
        .extracting(
            event ->
                "%s %d at %d"
                    .formatted(
                        event.get("name").asString(),
                        event.get("args").get("count").asInt(),
                        event.get("ts").asLong()))
        .containsExactly(
            "running 0 at 0",
            "waiting 3 at 0",
            "running 2 at 1000", // there are two slots
            "waiting 1 at 1000",
            "waiting 0 at 5000",
            "running 1 at 6000",
            "running 0 at 7000");
  }

  @Test
  void ofVeryManyTheShortOnesAreDrawnTogether() throws Exception {
    int count = 60_000;
    story.activated(0, "many", count);
    var random = new Random(3);
    var busy = new HashMap<Integer, Long>();
    for (int i = 0; i < count; i++) {
      int lane = random.nextInt(4);
      long end = (i + 1) * 5_000L;
      long nanos = i % 30_000 == 29_999 ? 10_000_000 : random.nextInt(20_000);
      nanos = Math.min(nanos, end - busy.getOrDefault(lane, 0L));
      busy.put(lane, end);
      story.ended(
          end / 1_000_000,
          "many",
          i,
          1,
          nanos,
          Story.OK,
          false,
          story.ran("many", i, "x", 1 + lane / 2, lane % 2, end));
      if (i % 1000 == 0) {
        trace.flush();
      }
    }

    List<JsonNode> slices = events("X");

    assertThat(slices).hasSizeBetween(10_000, 20_000);
    long drawn =
        slices.stream()
            .mapToLong(
                slice ->
                    slice.get("args").has("attempts") ? slice.at("/args/attempts").asLong() : 1)
            .sum();
    assertThat(drawn).isEqualTo(count);
    assertThat(new String(written.toByteArray(), UTF_8))
        .contains("from here on attempts shorter than 1 ms are drawn together");
  }

  @Test
  void workersThatComeAndGoAreNotDrawnWithoutEnd() throws Exception {
    for (int worker = 1; worker <= 10_005; worker++) {
      story.ended(
          worker,
          "many",
          0,
          1,
          5,
          Story.OK,
          false,
          story.ran("many", 0, "x", worker, 0, worker * 1_000_000L));
    }

    List<JsonNode> events = events();

    assertThat(events)
        .filteredOn(event -> event.get("name").asString().equals("thread_name"))
        .hasSize(10_000);
    assertThat(events)
        .extracting(event -> event.get("name").asString())
        .contains("5 attempts are not drawn: there were too many workers");
  }
}
