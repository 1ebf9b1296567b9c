package orchestrate.benchmarks.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.benchmarks.plot.Plot;
import orchestrate.benchmarks.report.Report;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A report as files: {@code performance.md} for people, and in a folder {@code performance} beside
 * it the plots that it shows and {@code results.json} for programs.
 */
public final class ReportFiles {
  static final String BESIDE = "performance";
  static final String RESULTS = "results.json";

  private ReportFiles() {}

  /** The file for people. */
  public static Path page(Path folder) {
    return folder.resolve("performance.md");
  }

  /** Writes them into a folder, which is made if it isn't there; old plots go. */
  public static void write(Report report, List<Plot> plots, Path folder) throws IOException {
    Path beside = Files.createDirectories(folder.resolve(BESIDE));
    deletePlots(beside);
    for (Plot plot : plots) {
      Files.writeString(beside.resolve(file(plot)), plot.svg());
    }
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(beside.resolve(RESULTS), report);
    Files.writeString(page(folder), Page.of(report, plots));
  }

  static String file(Plot plot) {
    return plot.name() + ".svg";
  }

  private static void deletePlots(Path folder) throws IOException {
    List<Path> old;
    try (Stream<Path> files = Files.list(folder)) {
      old = files.filter(file -> file.toString().endsWith(".svg")).toList();
    }
    for (Path file : old) {
      Files.delete(file);
    }
  }
}
