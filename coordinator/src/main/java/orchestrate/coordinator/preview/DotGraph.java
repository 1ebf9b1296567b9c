package orchestrate.coordinator.preview;

import static java.util.stream.Collectors.joining;

import java.util.List;
import orchestrate.config.Printable;
import orchestrate.coordinator.preview.TaskGraph.Edge;
import orchestrate.coordinator.preview.TaskGraph.Vertex;

/**
 * A graph in the language of Graphviz. Java tasks are rounded, what waits for an event dashed,
 * pipes bold.
 */
public final class DotGraph {
  private DotGraph() {}

  public static String of(TaskGraph graph) {
    var text = new StringBuilder();
    text.append("digraph {\n");
    text.append("  graph [rankdir=LR, label=").append(quoted(graph.name())).append("];\n");
    text.append("  node [shape=box, fontname=\"sans-serif\"];\n");
    text.append("  edge [fontname=\"sans-serif\", fontsize=10];\n");
    for (int number = 0; number < graph.vertices().size(); number++) {
      Vertex vertex = graph.vertices().get(number);
      text.append("  t%d [label=%s".formatted(number, quoted(vertex.lines())))
          .append(vertex.java() ? ", style=rounded" : "")
          .append("];\n");
    }
    graph.edges().forEach(edge -> text.append(line(edge)));
    return text.append("}\n").toString();
  }

  private static String line(Edge edge) {
    String look =
        switch (edge.link()) {
          case TaskGraph.Need() -> "";
          case TaskGraph.Event(String name) -> " [style=dashed, label=%s]".formatted(quoted(name));
          case TaskGraph.Pipe() -> " [style=bold, label=\"|\"]";
        };
    return "  t%d -> t%d%s;\n".formatted(edge.from(), edge.to(), look);
  }

  private static String quoted(String text) {
    return quoted(List.of(text));
  }

  /** In quotes, {@code \} begins what is special, as {@code &} does in labels. */
  private static String quoted(List<String> lines) {
    return lines.stream()
        .map(Printable::text)
        .map(line -> line.replace("\\", "\\\\").replace("\"", "\\\"").replace("&", "&amp;"))
        .collect(joining("\\n", "\"", "\""));
  }
}
