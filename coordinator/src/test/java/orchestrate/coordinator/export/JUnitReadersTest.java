package orchestrate.coordinator.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What those make of a JUnit report who read it. Each test does what their sources do, which it
 * names, and no more.
 */
class JUnitReadersTest {
  /** Everything that can become of a task that runs once; of a fan-out, one item went well. */
  private static final String YAML =
      """
      name: job
      tasks:
        ok: { run: echo }
        exit: { run: echo }
        crash: { run: echo }
        late: { run: echo }
        may: { run: echo, allow-failure: true }
        not: { run: echo }
        f: { for-each: { range: 1..2 }, run: "echo ${{ item }}" }
      """;

  @TempDir Path folder;
  private List<Element> suites = List.of();

  @BeforeEach
  void write() throws Exception {
    var plan = Story.plan(folder, YAML);
    Path place = folder.resolve("junit.xml");
    ReportFile file = ReportFile.begin(place, "run-1");
    var report = new JUnitReport(plan, new RunFiles(folder, folder), file);
    Path logs = Files.createDirectories(folder.resolve("logs"));
    Files.writeString(logs.resolve("exit.1.log"), "at Build.java:7\n");
    Files.writeString(logs.resolve("crash.1.log"), "core dumped\n");

    new Story(plan, report::accept)
        .begin()
        .ended(1, "ok", 0, 1500, Story.OK)
        .ended(2, "exit", 0, 1, new Outcome.Exited(3, "exit code 3"))
        .ended(3, "crash", 0, 1, new Outcome.Crashed("killed by SIGSEGV"))
        .ended(4, "late", 0, 1, new Outcome.TimedOut(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .ended(5, "may", 0, 1, new Outcome.Exited(4, "exit code 4"))
        .over(5, "may", new TaskStatus.AllowedFailure())
        .over(6, "not", new TaskStatus.Skipped("needs exit, which failed"))
        .activated(6, "f", 2)
        .ended(7, "f", 0, 1, Story.OK)
        .ended(8, "f", 1, 1, new Outcome.WorkerLost("its worker died"));
    report.finish();
    file.publish();

    var document =
        DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(place.toFile());
    suites = elements(document.getElementsByTagName("testsuite"));
  }

  private static List<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private Stream<Element> cases() {
    return suites.stream()
        .flatMap(suite -> elements(suite.getElementsByTagName("testcase")).stream());
  }

  /** The first of these that it has. */
  private static @Nullable Element child(Element test, String... names) {
    for (String name : names) {
      if (test.getElementsByTagName(name).item(0) instanceof Element found) {
        return found;
      }
    }
    return null;
  }

  /**
   * {@code gitlabhq/gitlabhq: lib/gitlab/ci/parsers/test/junit.rb}: the text of the element, of
   * which nothing else is left by {@code Hash.from_xml} if it has some.
   */
  @Test
  void gitLabShowsTheTextOfWhatFailedOrWasSkipped() {
    assertThat(cases().map(JUnitReadersTest::asInGitLab))
        .containsExactly(
            "job ok 1.500 success",
            """
            job exit 0.001 failure: exit code 3
            log logs/exit.1.log
            at Build.java:7
            """,
            """
            job crash 0.001 error: killed by SIGSEGV
            log logs/crash.1.log
            core dumped
            """,
            "job late 0.001 failure: timed out: ran for 2.0 s of 1.0 s allowed\nit printed nothing\n",
            "job may 0.001 skipped: exit code 4\nit printed nothing\n",
            "job not 0.000 skipped: needs exit, which failed\n",
            "job.f f[0] (item 0) 0.001 success",
            "job.f f[1] (item 1) 0.001 error: its worker died\nit printed nothing\n");
  }

  private static String asInGitLab(Element test) {
    Element verdict = child(test, "failure", "error", "skipped");
    String shown =
        "%s %s %s "
            .formatted(
                test.getAttribute("classname"),
                test.getAttribute("name"),
                test.getAttribute("time"));
    return verdict == null
        ? shown + "success"
        : shown + verdict.getTagName() + ": " + verdict.getTextContent();
  }

  /**
   * {@code rails/rails: activesupport/lib/active_support/xml_mini.rb} and {@code
   * core_ext/hash/conversions.rb}, which GitLab reads by: an attribute {@code type} of these has it
   * take the text for something else, or refuse the file.
   */
  @Test
  void noTypeMeansSomethingElseToGitLab() {
    var special =
        Set.of(
            "symbol",
            "yaml",
            "file",
            "array",
            "string",
            "integer",
            "float",
            "decimal",
            "boolean",
            "date",
            "dateTime",
            "datetime",
            "double",
            "base64Binary",
            "hexBinary",
            "duration");

    assertThat(cases().map(test -> child(test, "failure", "error", "skipped")))
        .filteredOn(verdict -> verdict != null)
        .hasSize(6)
        .extracting(verdict -> verdict.getAttribute("type"))
        .doesNotContainAnyElementsOf(special);
  }

  /** GitLab's documentation: of test cases with the same name, only the first is used. */
  @Test
  void noTwoCasesHaveTheSameName() {
    assertThat(
            cases().map(test -> test.getAttribute("classname") + "." + test.getAttribute("name")))
        .doesNotHaveDuplicates();
  }

  /**
   * {@code jenkinsci/junit-plugin: src/main/java/hudson/tasks/junit/CaseResult.java}: what comes
   * before the last dot of {@code classname} is a package; an {@code error} goes before a {@code
   * failure}; the message of what was skipped is its attribute.
   */
  @Test
  void jenkinsShowsPackageClassMessageAndText() {
    assertThat(cases().map(JUnitReadersTest::asInJenkins))
        .containsExactly(
            "(root) job ok passed",
            "(root) job exit exit code 3 | exit code 3",
            "(root) job crash killed by SIGSEGV | killed by SIGSEGV",
            "(root) job late timed out: ran for 2.0 s of 1.0 s allowed | timed out: ran for 2.0 s of 1.0 s allowed",
            "(root) job may skipped: exit code 4",
            "(root) job not skipped: needs exit, which failed",
            "job f f[0] (item 0) passed",
            "job f f[1] (item 1) its worker died | its worker died");
  }

  private static String asInJenkins(Element test) {
    String className = test.getAttribute("classname");
    int dot = className.lastIndexOf('.');
    String shown =
        "%s %s %s "
            .formatted(
                dot < 0 ? "(root)" : className.substring(0, dot),
                className.substring(dot + 1),
                test.getAttribute("name"));
    Element bad = child(test, "error", "failure");
    Element skipped = child(test, "skipped");
    if (skipped != null) {
      return shown + "skipped: " + skipped.getAttribute("message");
    }
    return bad == null
        ? shown + "passed"
        : "%s%s | %s"
            .formatted(
                shown,
                bad.getAttribute("message"),
                bad.getTextContent().lines().findFirst().orElse(""));
  }

  /**
   * {@code dorny/test-reporter: src/parsers/java-junit/java-junit-parser.ts}: cases of another
   * class than their suite are a group of their own; the text of what failed, and no attribute.
   */
  @Test
  void testReporterShowsOneGroupForEachSuite() {
    assertThat(suites)
        .extracting(suite -> suite.getAttribute("name"))
        .containsExactly("job", "job.f");
    for (Element suite : suites) {
      assertThat(Double.parseDouble(suite.getAttribute("time"))).isPositive();
      assertThat(elements(suite.getElementsByTagName("testcase")))
          .allSatisfy(
              test -> {
                assertThat(test.getAttribute("classname")).isEqualTo(suite.getAttribute("name"));
                assertThat(test.getAttribute("name")).isEqualTo(test.getAttribute("name").strip());
              });
    }
  }

  /**
   * {@code mikepenz/action-junit-report: src/testParser.ts}: the file of the case, of the failure,
   * or of the suite; else any file that is called like the class.
   */
  @Test
  void actionJunitReportMarksTheJobFile() {
    assertThat(cases().map(JUnitReadersTest::fileForAction)).containsOnly("job.yaml");
    assertThat(cases().map(test -> child(test, "failure", "error")))
        .filteredOn(bad -> bad != null)
        .allSatisfy(bad -> assertThat(bad.getAttribute("message")).isNotBlank());
  }

  private static String fileForAction(Element test) {
    Element failure = child(test, "failure");
    Element suite = (Element) test.getParentNode();
    return Stream.of(
            test.getAttribute("file"),
            failure == null ? "" : failure.getAttribute("file"),
            suite.getAttribute("file"),
            test.getAttribute("classname").replaceFirst(".*\\.", ""))
        .filter(file -> !file.isEmpty())
        .findFirst()
        .orElseThrow();
  }
}
