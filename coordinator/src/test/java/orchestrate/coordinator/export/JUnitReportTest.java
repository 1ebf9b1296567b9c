package orchestrate.coordinator.export;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JUnitReportTest {
  @TempDir Path folder;

  private @Nullable JUnitReport report;
  private @Nullable ReportFile file;

  private Path place() {
    return folder.resolve("junit.xml");
  }

  private Story story(String yaml) throws Exception {
    var plan = Story.plan(folder, "name: job\n" + yaml);
    ReportFile begun = ReportFile.begin(place(), "run-1");
    var made = new JUnitReport(plan, new RunFiles(folder, folder), begun);
    file = begun;
    report = made;
    return new Story(plan, made::accept).begin();
  }

  private void log(String name, String text) throws IOException {
    Path log = folder.resolve("logs").resolve(name);
    Files.createDirectories(log.getParent());
    Files.writeString(log, text);
  }

  private Document written() throws Exception {
    requireNonNull(report).finish();
    requireNonNull(file).publish();
    var schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    schemas
        .newSchema(getClass().getResource("junit.xsd"))
        .newValidator()
        .validate(new StreamSource(place().toFile()));
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(place().toFile());
  }

  private static List<Element> elements(Document document, String name) {
    var elements = new ArrayList<Element>();
    var nodes = document.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /** Of each, its name and what is in it. */
  private static List<String> cases(Document document) {
    return elements(document, "testcase").stream()
        .map(
            test ->
                test.getFirstChild() instanceof Element within
                    ? "%s: %s %s: %s"
                        .formatted(
                            test.getAttribute("name"),
                            within.getTagName(),
                            within.getAttribute("type"),
                            within.getAttribute("message"))
                    : test.getAttribute("name"))
        .toList();
  }

  private static String numbers(Element suite) {
    return "%s: %s %s %s %s"
        .formatted(
            suite.getAttribute("name"),
            suite.getAttribute("tests"),
            suite.getAttribute("failures"),
            suite.getAttribute("errors"),
            suite.getAttribute("skipped"));
  }

  @Test
  void tasksAreOneSuiteAndEachFanOutIsAnother() throws Exception {
    story(
            """
            tasks:
              a: { run: echo }
              f: { for-each: { range: 1..2 }, run: "echo ${{ item }}" }
              b: { run: echo }
              none: { for-each: { list: [] }, run: echo }
            """)
        .started(3, "a", 0, 1)
        .activated(4, "f", 2)
        .ended(5, "f", 0, 1, Story.OK)
        .ended(5, "a", 0, 1500, Story.OK)
        .ended(6, "b", 0, 1, new Outcome.Exited(3, "exit code 3"))
        .ended(7, "f", 1, 1, new Outcome.WorkerLost("its worker died"))
        .activated(8, "none", 0)
        .over(8, "none", new TaskStatus.Succeeded());

    Document document = written();

    assertThat(elements(document, "testsuite"))
        .extracting(JUnitReportTest::numbers)
        .containsExactly("job: 2 1 0 0", "job.f: 2 0 1 0");
    assertThat(elements(document, "testsuites"))
        .extracting(JUnitReportTest::numbers)
        .containsExactly("job: 4 1 1 ");
    assertThat(cases(document))
        .containsExactly(
            "a",
            "b: failure exit code: exit code 3",
            "f[0] (item 0)",
            "f[1] (item 1): error lost: its worker died");
    Element first = elements(document, "testcase").getFirst();
    assertThat(first.getAttribute("classname")).isEqualTo("job");
    assertThat(first.getAttribute("time")).isEqualTo("1.500");
  }

  @Test
  void whatDidNotRunIsSkippedWithItsReason() throws Exception {
    story(
            """
            tasks:
              a: { run: echo }
              b: { run: echo }
              c: { run: echo, retry: 1 }
              may: { run: echo, allow-failure: true }
              f: { for-each: { range: 1..5 }, run: echo }
              g: { for-each: { range: 1..5 }, run: echo }
            """)
        .over(1, "a", new TaskStatus.Skipped("needs x, which failed"))
        .ended(2, "b", 0, 1, new Outcome.Cancelled("stopped by SIGINT"))
        .over(2, "b", new TaskStatus.Cancelled("stopped by SIGINT"))
        .ended(2, "c", 0, 1, 1, new Outcome.Exited(1, "exit code 1"), true)
        .over(3, "c", new TaskStatus.Cancelled("stopped by SIGINT"))
        .ended(3, "may", 0, 1, new Outcome.Exited(4, "exit code 4"))
        .over(3, "may", new TaskStatus.AllowedFailure())
        .activated(3, "f", 5)
        .ended(3, "f", 0, 1, Story.OK)
        .over(4, "f", new TaskStatus.Cancelled("stopped by SIGINT"))
        .over(4, "g", new TaskStatus.Declined("its condition does not hold"));

    assertThat(cases(written()))
        .containsExactly(
            "a: skipped skipped: needs x, which failed",
            "b: skipped cancelled: stopped by SIGINT",
            "c: skipped cancelled: stopped by SIGINT",
            "may: skipped allowed failure: exit code 4",
            "f[0] (item 0)",
            "f: the items that were not run to their end: skipped not run: 4 items: stopped by SIGINT",
            "g: skipped skipped: its condition does not hold");
  }

  @Test
  void attemptsBeforeTheLastAreTold() throws Exception {
    story("tasks: { a: { run: echo, retry: 2 } }")
        .ended(1, "a", 0, 1, 100, new Outcome.Exited(3, "exit code 3"), true)
        .ended(2, "a", 0, 2, 100, new Outcome.Crashed("killed by SIGSEGV"), true)
        .ended(3, "a", 0, 3, 100, Story.OK, false);

    Element test = elements(written(), "testcase").getFirst();

    assertThat(test.getAttribute("time")).isEqualTo("0.300");
    assertThat(test.getTextContent())
        .isEqualTo(
            """
            attempt 1, 0.1 s: exit code 3
            attempt 2, 0.1 s: killed by SIGSEGV
            """);
  }

  @Test
  void aFailureHasTheEndOfItsLogAndNothingIsHarmful() throws Exception {
    Story story = story("tasks: { f: { for-each: { range: 1..2 }, run: \"echo ${{ item }}\" } }");
    log("f/1.1.log", "1\n".repeat(60) + "\u001b[31m]]> <a>&amp;\ud83d\ude00\u0000\ufffe\n");
    var ran = story.ran("f", 1, "a\n\u0007<b c=\"d\">]]>\ud800\u202e", 1, 0, 5);
    story
        .activated(0, "f", 2)
        .ended(5, "f", 1, 1, 1, new Outcome.Failed("no \u001b[2J & <no> \ud800"), false, ran);

    Document document = written();

    Element test = elements(document, "testcase").getFirst();
    assertThat(test.getAttribute("name"))
        .isEqualTo("f[1] (a\\x0a\\x07<b c=\"d\">]]>\\ud800\\u202e)");
    Element failure = elements(document, "failure").getFirst();
    assertThat(failure.getAttribute("message")).isEqualTo("no \\x1b[2J & <no> \\ud800");
    assertThat(failure.getTextContent())
        .isEqualTo(
            "no \\x1b[2J & <no> \\ud800\n"
                + "log logs/f/1.1.log\n"
                + "1\n".repeat(49)
                + "\\x1b[31m]]> <a>&amp;\ud83d\ude00\\x00\\ufffe\n");
  }

  @Test
  void aLogThatCanNotBeReadDoesNotEndTheReport() throws Exception {
    Files.createDirectories(folder.resolve("logs/a.1.log"));
    story("tasks: { a: { run: echo } }").ended(5, "a", 0, 1, new Outcome.Failed("no"));

    assertThat(elements(written(), "failure").getFirst().getTextContent())
        .startsWith("no\nits log can't be read: ");
  }

  @Test
  void aLongTextIsCutBetweenCharacters() throws Exception {
    String smiles = "\ud83d\ude00".repeat(300);
    Story story = story("tasks: { f: { for-each: { range: 1..2 }, run: \"echo ${{ item }}\" } }");
    log("f/1.1.log", "x" + smiles);
    var ran = story.ran("f", 1, smiles, 1, 0, 5);
    story.activated(0, "f", 2).ended(5, "f", 1, 1, 1, new Outcome.Failed("no"), false, ran);

    Document document = written();

    assertThat(elements(document, "testcase").getFirst().getAttribute("name"))
        .isEqualTo("f[1] (" + smiles.substring(0, 294) + "...");
    assertThat(elements(document, "failure").getFirst().getTextContent())
        .isEqualTo("no\nlog logs/f/1.1.log\nx" + smiles.substring(0, 298) + "...\n");
  }

  @Test
  void ofAVeryLargeFanOutTheFailuresAreListedUpToABound() throws Exception {
    int count = 20_000;
    Story story = story("tasks: { f: { for-each: { range: 1..20000 }, run: echo } }");
    story.activated(0, "f", count);
    for (int i = 0; i < count - 1; i++) {
      story.ended(i, "f", i, 1, i % 10 == 0 ? new Outcome.Exited(1, "no") : Story.OK);
    }
    story.over(count, "f", new TaskStatus.Cancelled("stopped by SIGTERM"));

    Document document = written();

    assertThat(elements(document, "testsuite"))
        .extracting(JUnitReportTest::numbers)
        .containsExactly("job.f: 1003 1001 0 1");
    assertThat(cases(document).subList(1000, 1003))
        .containsExactly(
            "f: the items that went well: system-out : ",
            "f: further failures: failure further failures: 1000 more failed; the first 1000 are listed",
            "f: the items that were not run to their end: skipped not run: 1 items: stopped by SIGTERM");
    assertThat(elements(document, "system-out").getFirst().getTextContent())
        .isEqualTo("17999 items\n");
    assertThat(Files.size(place())).isLessThan(500_000);
  }

  @Test
  void manyFanOutsShareABoundToo() throws Exception {
    var yaml = new StringBuilder("tasks:\n");
    for (int i = 0; i < 11; i++) {
      yaml.append("  f%d: { for-each: { range: 1..10000 }, run: echo }\n".formatted(i));
    }
    Story story = story(yaml.toString());
    for (int i = 0; i < 11; i++) {
      story.activated(0, "f" + i, 10_000);
      for (int j = 0; j < 10_000; j++) {
        story.ended(1, "f" + i, j, 1, Story.OK);
      }
      story.over(2, "f" + i, new TaskStatus.Succeeded());
    }

    assertThat(elements(written(), "testsuite"))
        .extracting(suite -> suite.getAttribute("tests"))
        .hasSize(11)
        .endsWith("10000", "1");
  }
}
