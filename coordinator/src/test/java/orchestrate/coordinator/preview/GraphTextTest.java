package orchestrate.coordinator.preview;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import orchestrate.coordinator.plan.Plans;
import orchestrate.coordinator.preview.TaskGraph.Edge;
import orchestrate.coordinator.preview.TaskGraph.Vertex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is called like a piece of the language is no piece of it. */
class GraphTextTest {
  private static final TaskGraph GRAPH =
      new TaskGraph(
          "my \"job\" \\",
          List.of(
              new Vertex(List.of("a\"]; evil [x=\"", "\\N & &lt; <b>"), false),
              new Vertex(List.of("end"), true)),
          List.of(
              new Edge(0, 1, new TaskGraph.Need()),
              new Edge(0, 1, new TaskGraph.Event("go\n\"--> t9")),
              new Edge(0, 1, new TaskGraph.Pipe())));

  @Test
  void showsWhenServicesAreReady(@TempDir Path folder) throws Exception {
    String job =
        """
        params: { port: 5433 }
        tasks:
          db: { service: true, run: x, ready: { port: "${{ params.port }}" } }
          web: { service: true, needs: db, run: x, ready: { log: "up" } }
          queue: { service: true, needs: web, run: x, ready: { exec: [./ping, "a b"] } }
          cache: { service: true, needs: queue, run: x }
          user: { needs: { cache: ready }, run: x }
        """;
    assertThat(TaskGraph.of(Plans.of(folder, 1, job).job()).vertices())
        .map(vertex -> vertex.lines().getLast())
        .containsExactly(
            "service, ready when port 5433 is open",
            "service, ready when it has printed `up`",
            "service, ready when `./ping 'a b'` succeeds",
            "service, ready when it has started",
            "user");
  }

  @Test
  void dot() {
    assertThat(DotGraph.of(GRAPH))
        .isEqualTo(
            """
            digraph {
              graph [rankdir=LR, label="my \\"job\\" \\\\"];
              node [shape=box, fontname="sans-serif"];
              edge [fontname="sans-serif", fontsize=10];
              t0 [label="a\\"]; evil [x=\\"\\n\\\\N &amp; &amp;lt; <b>"];
              t1 [label="end", style=rounded];
              t0 -> t1;
              t0 -> t1 [style=dashed, label="go\\\\x0a\\"--> t9"];
              t0 -> t1 [style=bold, label="|"];
            }
            """);
  }

  @Test
  void mermaid() {
    assertThat(MermaidGraph.of(GRAPH))
        .isEqualTo(
            """
            ---
            title: "my \\"job\\" \\\\"
            ---
            flowchart LR
              t0["a#34;#93;#59; evil #91;x#61;#34;<br>#92;N #38; #38;lt#59; #60;b#62;"]
              t1("end")
              t0 --> t1
              t0 -. "go#92;x0a#34;--#62; t9" .-> t1
              t0 == "#124;" ==> t1
            """);
  }
}
