package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

/** {@code orchestrate graph} draws the tasks, whatever they are called. */
class GraphTest {
  private static final String NAME = "\"]; a -> b; & &lt; \\N <b>";

  @TempDir Path path;

  @BeforeEach
  void setUp() throws Exception {
    new JobFolder(path)
        .job(
            """
            version: "1"
            name: '%s'
            events: [ready]
            tasks:
              list: { run: x, sets: ready }
              count: { needs: list, for-each: { lines: '%s' }, run: x }
              wait: { waits-for: ready, run: x }
            """
                .formatted(NAME, NAME));
  }

  private Orchestrate.Result graph(String format) throws Exception {
    return Orchestrate.run(path, "graph", "--format", format);
  }

  @Test
  void forMarkdownPages() throws Exception {
    assertThat(graph("mermaid").output())
        .contains("flowchart LR\n  t0[\"list\"]\n")
        .contains("  t0 --> t1\n  t0 -. \"ready\" .-> t2\n")
        .contains("line of #34;#93;#59; a -#62; b#59; #38; #38;lt#59; #92;N #60;b#62;\"]");
  }

  /** What Graphviz shows is what the file says. */
  @Test
  void asAPicture() throws Exception {
    boolean hasDot =
        Stream.of(System.getenv("PATH").split(":")).anyMatch(f -> Files.exists(Path.of(f, "dot")));
    assumeTrue(hasDot, "Graphviz is not installed");
    Path picture = path.resolve("job.svg");
    Files.writeString(picture, graph("svg").output());

    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    NodeList texts =
        factory.newDocumentBuilder().parse(picture.toFile()).getElementsByTagName("text");
    assertThat(
            Stream.iterate(0, i -> i + 1)
                .limit(texts.getLength())
                .map(i -> texts.item(i).getTextContent()))
        .contains(NAME, "list", "count", "for each line of " + NAME, "wait", "ready");
  }

  @Test
  void saysHowToGetThePictureWithoutGraphviz() throws Exception {
    try (var orchestrate =
        Orchestrate.start(path, Map.of("PATH", path.toString()), "graph", "--format", "svg")) {
      Orchestrate.Result result = orchestrate.await();
      assertThat(result.exitCode()).isEqualTo(3);
      assertThat(result.output()).isEmpty();
      assertThat(result.errors()).contains("install graphviz").contains("--format mermaid");
    }
  }
}
