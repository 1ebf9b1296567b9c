package orchestrate.coordinator.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.page.Page;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class HtmlReportTest {
  private static final String YAML =
      """
      name: a job
      events: [listed]
      tasks:
        list: { run: echo list, sets: listed }
        count: { needs: list, for-each: { range: 1..3 }, run: "echo ${{ item }}" }
        look: { waits-for: listed, run: echo look }
        may: { run: exit 4, allow-failure: true }
        never: { needs: count, run: echo never }
      finally:
        clean: { run: echo clean }
      """;

  @TempDir Path folder;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private @Nullable HtmlReport begun;

  /** Begins a story, which is to be told to its end before {@link #read}. */
  private Story story(String yaml) throws Exception {
    var plan = Story.plan(folder, yaml);
    var report = new HtmlReport(plan, new RunFiles(folder, folder), written);
    begun = report;
    return new Story(plan, report::accept).begin();
  }

  private HtmlReport report() {
    return requireNonNull(begun);
  }

  private PageData read() throws Exception {
    report().finish();
    return new PageData(written.toByteArray());
  }

  private void log(String name, String text) throws Exception {
    Path log = folder.resolve("logs").resolve(name);
    Files.createDirectories(log.getParent());
    Files.writeString(log, text);
  }

  /** {@code -Dorchestrate.rewrite=true} writes what is expected anew, to be looked through. */
  @Test
  void thePageIsToldAllOfIt() throws Exception {
    log("list.1.log", "a\nb\n");
    log("count/1.2.log", "working\n<b>bad</b>\n");
    Story story =
        story(YAML)
            .started(5, "list", 0, 1)
            .ended(30, "list", 0, 20, Story.OK)
            .tell(new RunEvent.OutOfDate(Story.START + 30, 0, 0, Reasons.of("it never ran"), null))
            .over(30, "list", new TaskStatus.Succeeded())
            .activated(31, "count", 3)
            .started(32, "count", 0, 1)
            .started(32, "count", 1, 1)
            .started(33, "look", 0, 1)
            .ended(40, "count", 0, 5, Story.OK)
            .ended(45, "count", 1, 1, 4, new Outcome.Exited(2, "exit code 2"), true)
            .paused(45, "count", 1, 1)
            .started(80, "count", 1, 2)
            .ended(90, "count", 1, 2, 9, new Outcome.Exited(3, "exit code 3"), false)
            .ended(95, "count", 2, 3, new Outcome.UpToDate(Map.of(), 0, null))
            .over(96, "count", new TaskStatus.Failed())
            .over(96, "never", new TaskStatus.Skipped("needs count, which failed"))
            .ended(100, "look", 0, 60, Story.OK)
            .over(100, "look", new TaskStatus.Succeeded())
            .started(100, "may", 0, 1)
            .ended(103, "may", 0, 2, new Outcome.Exited(4, "exit code 4"))
            .over(103, "may", new TaskStatus.AllowedFailure())
            .tell(new RunEvent.WorkerRecycled(Story.START + 104, "worker 2", "it was old"))
            .started(110, "clean", 0, 1)
            .ended(120, "clean", 0, 8, Story.OK)
            .over(120, "clean", new TaskStatus.Succeeded());
    assertThat(story.plan.slots()).isEqualTo(2);

    PageData page = read();

    ObjectNode run = (ObjectNode) page.run();
    assertThat(run.get("surroundings").toString()).contains("orchestrate", "Java", "cores");
    run.remove(List.of("surroundings", "classes"));
    isExpected("html-report.json", run.toPrettyString());
    isExpected("html-report.attempts.txt", String.join("\n", page.attempts()));
  }

  private static void isExpected(String name, String text) throws Exception {
    Path file = Path.of("src/test/resources/orchestrate/coordinator/export").resolve(name);
    if (Boolean.getBoolean("orchestrate.rewrite")) {
      Files.writeString(file, text + "\n");
    }
    assertThat(file).as("-Dorchestrate.rewrite=true writes it").hasContent(text + "\n");
  }

  @Test
  void thePolicyLetsNothingRunButTheTwoScriptsOfThePage() throws Exception {
    story("tasks: { a: { run: echo } }\n");
    report().finish();
    String html = written.toString(UTF_8);

    String policy = find(html, "Content-Security-Policy\" content=\"([^\"]*)\"");
    assertThat(policy).doesNotContain("unsafe").doesNotContain("http");
    String nonce = find(policy, "default-src 'none'; script-src 'nonce-([^']{24})'; style-src");
    assertThat(html.split(Pattern.quote(" nonce=\"" + nonce + "\">"), -1)).hasSize(1 + 3);
    assertThat(Pattern.compile("<script").matcher(html).results().count()).isEqualTo(4);

    var another = new ByteArrayOutputStream();
    new Page(another, "another").finish();
    assertThat(another.toString(UTF_8)).doesNotContain(nonce);
    // Nothing is loaded: no address but in comments and in the name space of SVG.
    assertThat(html).doesNotContain("src=").doesNotContain("@import").doesNotContain("url(");
    assertThat(html).contains("Permission is hereby granted"); // uPlot's licence
  }

  private static String find(String text, String pattern) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  @Test
  void hostileTextsAreHarmlessAndBounded() throws Exception {
    String hostile =
        "</script><img src=x onerror=alert(1)>\u001b[31m\u0000\u2028\u202e\ud800{{script}}";
    log("a.1.log", "x".repeat(10 << 20) + hostile.replace("\ud800", "") + "\n");
    Story story =
        story(
            """
            name: "</title><script>alert(1)</script>{{data}}"
            tasks:
              a: { run: echo }
              b: { for-each: { range: 1..2 }, run: "echo ${{ item }}" }
            """);
    story
        .started(1, "a", 0, 1)
        .ended(5, "a", 0, 1, new Outcome.Failed(hostile + "y".repeat(10 << 20)))
        .started(5, "b", 0, 1)
        .ended(
            6,
            "b",
            0,
            1,
            1000,
            Story.OK,
            false,
            story.ran("b", 0, hostile + "z".repeat(10 << 20), 1, 0, 6_000_000))
        .tell(new RunEvent.CancelRequested(Story.START + 7, Target.RUN, hostile));

    PageData page = read();

    String html = written.toString(UTF_8);
    assertThat(html).hasSizeLessThan(300_000);
    assertThat(html)
        .contains("<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{data}}</title>")
        .doesNotContain("<img");
    String shown =
        "</script><img src=x onerror=alert(1)>\\x1b[31m\\x00\\u2028\\u202e\\ud800{{script}}";
    JsonNode run = page.run();
    assertThat(run.at("/failures/0/reason").asString()).startsWith(shown).hasSize(303);
    assertThat(run.at("/failures/0/printed/0").asString()).hasSizeBetween(300, 303);
    assertThat(run.get("stopReason").asString()).isEqualTo(shown);
    assertThat(page.attempts().getLast()).contains("item " + shown);
    assertThat(run.toString()).doesNotContain("\u001b").doesNotContain("\u202e");
  }

  @Test
  void ofAMillionThoseAreListedThatMatter() throws Exception {
    int count = 1_000_000;
    Story story =
        story(
            """
            tasks:
              many: { for-each: { range: 1..1000000 }, run: "echo ${{ item }}" }
              few: { for-each: { range: 1..50 }, run: "echo ${{ item }}" }
              last: { run: echo }
            """);
    story.activated(0, "many", count);
    var random = new Random(5);
    long end = 0;
    for (int i = 0; i < count; i++) {
      long nanos = i % 100_000 == 99_999 ? 2_000_000_000 : random.nextInt(20_000);
      end += nanos + 500;
      boolean bad = i % 1000 == 999;
      // Names that can't be compressed.
      String item = bad ? "bad" : Long.toString(random.nextLong(), 36).repeat(15);
      story.ended(
          end / 1_000_000,
          "many",
          i,
          1,
          nanos,
          bad ? new Outcome.Exited(1, "exit code " + i) : Story.OK,
          false,
          story.ran("many", i, item, 1, i % 2, end));
      if (i % 1000 == 0) {
        report().flush();
      }
    }
    for (int i = 0; i < 50; i++) {
      story.ended(end / 1_000_000, "few", i, 1, Story.OK);
    }
    story.ended(end / 1_000_000, "last", 0, 1, Story.OK);

    PageData page = read();

    assertThat(written.size()).isLessThan(20 << 20);
    JsonNode run = page.run();
    List<String> attempts = page.attempts();
    List<String> alone = attempts.stream().filter(a -> !a.startsWith("several")).toList();
    long together =
        attempts.stream()
            .filter(a -> a.startsWith("several"))
            .mapToLong(a -> Long.parseLong(a.replaceFirst(".* at work, (\\d+) of.*", "$1")))
            .sum();
    assertThat(alone.size() + together).isEqualTo(count + 51);
    assertThat(run.at("/unlisted/drawnTogether").asLong()).isEqualTo(together);
    assertThat(run.at("/unlisted/withoutText").asLong()).isPositive();
    assertThat(alone).hasSizeBetween(100_000, 250_000);
    assertThat(attempts).hasSizeLessThan(300_000);
    // Each that is slow or failed, and those of small tasks.
    assertThat(alone).filteredOn(a -> a.contains(" for 2000000, ")).hasSize(10);
    assertThat(alone).filteredOn(a -> a.startsWith("4 ")).hasSize(1000);
    assertThat(alone).filteredOn(a -> a.contains(": 1[")).hasSize(50);
    assertThat(alone).filteredOn(a -> a.contains(": 2[")).hasSize(1);
    assertThat(run.get("failures")).hasSize(100);
    assertThat(run.get("failureCount").asLong()).isEqualTo(1000);
    assertThat(run.get("reasons").size()).isLessThanOrEqualTo(2001);
    assertThat(run.at("/durations/total").asLong()).isEqualTo(count + 51);
    assertThat(run.at("/whatIf/points")).hasSize(4);
  }

  @Test
  void whatNeverBeganIsListedAsLongAsThereIsRoom() throws Exception {
    Story story =
        story("tasks: { many: { for-each: { range: 1..200000 }, run: \"echo ${{ item }}\" } }\n");
    story.activated(0, "many", 200_000);
    for (int i = 0; i < 200_000; i++) {
      story.tell(
          new RunEvent.AttemptEnded(
              Story.START + 5,
              0,
              i,
              0,
              0,
              ResourceUse.NONE,
              new Outcome.Cancelled("stopped"),
              false,
              null));
    }

    PageData page = read();

    assertThat(page.attempts())
        .hasSize(HtmlReport.ALL_LISTED)
        .allMatch(a -> a.startsWith("5 on -1"));
    assertThat(page.run().at("/unlisted/notShown").asLong()).isEqualTo(100_000);
  }

  @Test
  void aRunInWhichNothingRanIsAPageToo() throws Exception {
    story("tasks: { a: { run: echo } }\n").over(1, "a", new TaskStatus.Skipped("not today"));

    JsonNode run = read().run();

    assertThat(run.at("/tasks/0/reason").asString()).isEqualTo("not today");
    assertThat(run.get("criticalPath")).isEmpty();
    assertThat(JsonMapper.shared().writeValueAsString(run)).contains("\"outcome\":\"failed\"");
  }
}
