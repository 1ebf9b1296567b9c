package orchestrate.coordinator.preview;

import static java.util.stream.Collectors.joining;

import java.util.List;
import orchestrate.config.Printable;
import orchestrate.coordinator.preview.TaskGraph.Edge;
import orchestrate.coordinator.preview.TaskGraph.Vertex;

/**
 * A graph in the language of Mermaid, which GitHub and others draw. Java tasks are rounded, what
 * waits for an event dashed, pipes thick.
 */
public final class MermaidGraph {
  /** Besides letters and digits: nothing of these has a meaning in a quoted label. */
  private static final String PLAIN = " _-.,:/";

  private MermaidGraph() {}

  public static String of(TaskGraph graph) {
    var text = new StringBuilder();
    text.append("---\ntitle: ").append(title(graph.name())).append("\n---\n");
    text.append("flowchart LR\n");
    for (int number = 0; number < graph.vertices().size(); number++) {
      Vertex vertex = graph.vertices().get(number);
      String label = label(vertex.lines());
      text.append(
          "  t%d%s\n".formatted(number, vertex.java() ? "(" + label + ")" : "[" + label + "]"));
    }
    graph.edges().forEach(edge -> text.append(line(edge)));
    return text.toString();
  }

  private static String line(Edge edge) {
    String arrow =
        switch (edge.link()) {
          case TaskGraph.Need() -> "-->";
          case TaskGraph.Event(String name) -> "-. %s .->".formatted(label(List.of(name)));
          case TaskGraph.Pipe() -> "== %s ==>".formatted(label(List.of("|")));
        };
    return "  t%d %s t%d\n".formatted(edge.from(), arrow, edge.to());
  }

  private static String label(List<String> lines) {
    return lines.stream()
        .map(Printable::text)
        .map(MermaidGraph::escaped)
        .collect(joining("<br>", "\"", "\""));
  }

  /** What might mean something is written as its number: there is no other way to quote it. */
  private static String escaped(String line) {
    return line.codePoints()
        .mapToObj(
            character ->
                Character.isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0
                    ? Character.toString(character)
                    : "#%d;".formatted(character))
        .collect(joining());
  }

  /** A text of YAML, which takes what JSON takes. */
  private static String title(String name) {
    return "\"" + Printable.text(name).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
