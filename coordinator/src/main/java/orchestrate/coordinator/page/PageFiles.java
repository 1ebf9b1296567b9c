package orchestrate.coordinator.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;

/** What the page is made of, from the class path. */
final class PageFiles {
  /** Ours, in the order in which they need each other: together they are one module. */
  private static final List<String> SCRIPTS =
      List.of(
          "elements.js",
          "format.js",
          "data.js",
          "states.js",
          "chart.js",
          "header.js",
          "failures.js",
          "tasks.js",
          "overview.js",
          "rows.js",
          "paint.js",
          "timeline.js",
          "layers.js",
          "graph.js",
          "critical.js",
          "durations.js",
          "cores.js",
          "table.js",
          "details.js",
          "main.js");

  private static final String UPLOT_PROPERTIES =
      "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

  private PageFiles() {}

  /** The frame of the page, with a place for each of its parts. */
  static String frame() throws IOException {
    return text("page.html");
  }

  static String style() throws IOException {
    return uPlot("dist/uPlot.min.css") + "\n" + text("page.css");
  }

  /** The charts' library, with its licence, which wants to be with every copy. */
  static String library() throws IOException {
    return "/*\n" + uPlot("LICENSE") + "*/\n" + uPlot("dist/uPlot.iife.min.js");
  }

  static String script() throws IOException {
    var script = new StringBuilder();
    for (String name : SCRIPTS) {
      script.append(text(name)).append('\n');
    }
    return script.toString();
  }

  private static String uPlot(String name) throws IOException {
    var properties = new Properties();
    try (InputStream in = open(UPLOT_PROPERTIES)) {
      properties.load(in);
    }
    String version = properties.getProperty("version");
    return text("/META-INF/resources/webjars/uplot/%s/%s".formatted(version, name));
  }

  private static String text(String name) throws IOException {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = PageFiles.class.getResourceAsStream(name);
    if (in == null) {
      throw new FileNotFoundException(name + " is not on the class path of orchestrate");
    }
    return in;
  }
}
