package orchestrate.coordinator.cli.jobfile;

import orchestrate.coordinator.cli.WordConverter;

/** In what a graph is written. */
enum GraphFormat {
  /** For Graphviz. */
  DOT,
  /** For Markdown pages. */
  MERMAID,
  /** A picture, drawn by Graphviz. */
  SVG;

  /** By their names on the command line. */
  static final class Converter extends WordConverter<GraphFormat> {
    Converter() {
      super(values());
    }
  }
}
