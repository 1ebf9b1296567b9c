package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What other programs are told of a run. */
class ReportsTest {
  @TempDir Path path;

  /** The test cases by name, each with the name of what is in it first, if anything is. */
  private Map<String, String> testCases(Path file) throws Exception {
    Path schema =
        Orchestrate.projectFile(
            "coordinator/src/test/resources/orchestrate/coordinator/export/junit.xsd");
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(schema.toFile())
        .newValidator()
        .validate(new StreamSource(file.toFile()));
    var nodes =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getElementsByTagName("testcase");
    var found = new HashMap<String, String>();
    for (int i = 0; i < nodes.getLength(); i++) {
      var test = (Element) nodes.item(i);
      String within = "";
      if (test.getFirstChild() instanceof Element child) {
        assertThat(child.getTextContent()).startsWith(child.getAttribute("message"));
        within = child.getTagName() + ": " + child.getTextContent();
      }
      found.put(test.getAttribute("name"), within);
    }
    return found;
  }

  private List<String> left() throws Exception {
    try (Stream<Path> files = Files.walk(path)) {
      return files.map(Path::toString).filter(file -> file.contains("unfinished")).toList();
    }
  }

  @Test
  void oneRunToldInFourWays() throws Exception {
    var folder = new JobFolder(path);
    folder
        .job(
            """
            version: "1"
            name: "a & b"
            params: { place: { default: build/out } }
            report:
              html: ${{ params.place }}/report.html
              junit: ${{ params.place }}/junit.xml
              joblog: ${{ params.place }}/jobs.tsv
              trace: ${{ params.place }}/trace.json
            tasks:
              good: { run: echo good }
              bad: { needs: good, run: "printf 'a \\\\033[31mred ]]> <x> \\\\001\\n'; exit 3" }
              never: { needs: bad, run: touch never }
              killed: { run: kill -9 $$ }
              may: { run: exit 4, allow-failure: true }
              flaky: { run: test $ORCHESTRATE_ATTEMPT = 2, retry: 1 }
              shown:
                for-each: { list: [plain, "two\\n\\u001b]lines\\t<&>"] }
                run: |
                  echo ${{ item }}
                  test $ORCHESTRATE_INSTANCE = 0
              java: { for-each: { range: 1..500 }, java: Small.java, with: { n: "${{ item }}" } }
            """)
        .task("Small", "int n", "");

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output() + result.errors()).isEqualTo(1);
    Path place = path.resolve("build/out");
    assertThat(left()).isEmpty();

    Map<String, String> cases = testCases(place.resolve("junit.xml"));
    assertThat(cases)
        .hasSize(6 + 2 + 500)
        .containsEntry("good", "")
        .containsEntry("never", "skipped: needs bad, which failed\n")
        .containsEntry("shown[0] (plain)", "")
        .containsEntry("java[499] (500)", "");
    assertThat(cases.get("bad"))
        .startsWith("failure: exit code 3\nlog ")
        .endsWith("logs/bad.1.log\na \\x1b[31mred ]]> <x> \\x01\n");
    assertThat(cases.get("killed")).startsWith("error: killed by SIGKILL");
    assertThat(cases.get("may")).isEqualTo("skipped: exit code 4\nit printed nothing\n");
    assertThat(cases.get("flaky")).startsWith("system-out: attempt 1, ");
    assertThat(cases.get("shown[1] (two\\x0a\\x1b]lines <&>)"))
        .startsWith("failure: exit code 1\nlog ")
        .endsWith("two\n\\x1b]lines <&>\n");

    List<String> lines = List.of(Files.readString(place.resolve("jobs.tsv")).split("\n"));
    assertThat(lines).hasSize(1 + 6 + 2 + 500);
    assertThat(lines.stream().skip(1).map(line -> List.of(line.split("\t", 9))))
        .allSatisfy(columns -> assertThat(columns).hasSize(9))
        .extracting(columns -> columns.get(6) + " " + columns.get(7) + " " + columns.get(8))
        .contains(
            "3 0 printf 'a \\033[31mred ]]> <x> \\001\0'; exit 3",
            "0 9 kill -9 $$",
            "1 0 test $ORCHESTRATE_ATTEMPT = 2",
            "0 0 test $ORCHESTRATE_ATTEMPT = 2",
            "1 0 echo 'two\0\u001b]lines\t<&>'\0test $ORCHESTRATE_INSTANCE = 0\0",
            "0 0 # java Small.java n=77");

    JsonNode trace = JsonMapper.shared().readTree(Files.readString(place.resolve("trace.json")));
    assertThat(slices(trace))
        .hasSize(6 + 2 + 500)
        .contains("good ok", "bad exit code 3", "flaky exit code 1", "flaky ok", "java[7] ok");

    JsonNode page = page(place.resolve("report.html"));
    assertThat(page.get("outcome").asString()).isEqualTo("failed");
    assertThat(page.get("tasks")).hasSize(8);
    assertThat(page.at("/tasks/7/count").asLong()).isEqualTo(500);
    assertThat(page.at("/durations/total").asLong()).isEqualTo(5 + 1 + 2 + 500);
    assertThat(page.get("failures"))
        .filteredOn(failure -> failure.get("name").asString().equals("bad"))
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.at("/printed/0").asString())
                  .isEqualTo("a \\x1b[31mred ]]> <x> \\x01");
              assertThat(failure.get("log").asString()).endsWith("logs/bad.1.log");
            });
    assertThat(page.get("lanes").size()).isGreaterThan(1);
  }

  /** What the HTML report tells its scripts of the run. */
  private static JsonNode page(Path file) throws Exception {
    String html = Files.readString(file);
    String start = "id=\"run\">";
    int from = html.indexOf(start) + start.length();
    byte[] deflated = Base64.getDecoder().decode(html.substring(from, html.indexOf('<', from)));
    try (var inflated = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
      return JsonMapper.shared().readTree(inflated);
    }
  }

  /** The name and outcome of each, after it was checked that on one track none overlap. */
  private static List<String> slices(JsonNode trace) {
    var slices = new ArrayList<JsonNode>();
    trace
        .get("traceEvents")
        .forEach(
            event -> {
              if (event.get("ph").asString().equals("X")) {
                slices.add(event);
              }
            });
    slices.sort((a, b) -> Double.compare(a.get("ts").asDouble(), b.get("ts").asDouble()));
    var ends = new HashMap<Integer, Long>();
    for (JsonNode slice : slices) {
      long start = Math.round(slice.get("ts").asDouble() * 1000);
      long end = start + Math.round(slice.get("dur").asDouble() * 1000);
      Long before = ends.put(slice.get("tid").asInt(), end);
      assertThat(before == null || before <= start).as(slice::toString).isTrue();
    }
    return slices.stream()
        .map(slice -> slice.get("name").asString() + " " + slice.at("/args/outcome").asString())
        .toList();
  }

  @Test
  void aRunThatASignalEndsIsReportedToo() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        report: { junit: elsewhere.xml }
        tasks:
          long: { run: "touch running; sleep 600" }
          later: { needs: long, run: touch never }
        """);

    try (Orchestrate orchestrate = folder.start("--junit", "junit.xml")) {
      Await.until("the task runs", () -> folder.has("running"));
      orchestrate.signal("TERM");
      assertThat(orchestrate.await().exitCode()).isEqualTo(143);
    }

    assertThat(testCases(path.resolve("junit.xml")))
        .hasSize(2)
        .containsEntry("long", "skipped: stopped by SIGTERM\nit printed nothing\n")
        .containsEntry("later", "skipped: stopped by SIGTERM\n");
    assertThat(folder.has("elsewhere.xml")).isFalse();
    assertThat(left()).isEmpty();
  }

  @Test
  void aReportThatCanNotBeWrittenIsTold() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        report: { joblog: build/jobs.tsv }
        tasks:
          a: { run: "touch ran; rm -r build" }
        """);

    Orchestrate.Result before = folder.run("--trace", "job.yaml/trace.json");
    assertThat(before.exitCode()).isEqualTo(2);
    assertThat(before.errors())
        .contains("orchestrate: the trace report job.yaml/trace.json can't be written: ")
        .contains("job.yaml: it is no folder\nNothing was run.\n");
    assertThat(folder.has("ran")).isFalse();
    assertThat(left()).isEmpty();

    Orchestrate.Result after = folder.run("--trace", "trace.json");
    assertThat(after.exitCode()).isEqualTo(3);
    assertThat(after.errors())
        .contains("orchestrate: the joblog report ")
        .contains("jobs.tsv could not be written: ");
    assertThat(after.output()).contains("succeeded after ");
    assertThat(folder.result().get("exitCode").asInt()).isEqualTo(3);
    assertThat(folder.has("trace.json")).isTrue();
    assertThat(left()).isEmpty();
  }
}
