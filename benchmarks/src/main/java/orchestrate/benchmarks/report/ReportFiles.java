package orchestrate.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A report as files: {@code SUITE.md} for people, {@code SUITE.json} for programs. */
public final class ReportFiles {
  private ReportFiles() {}

  /** Writes both into a folder, which is made if it isn't there. */
  public static void write(Report report, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(report.suite() + ".md"), Markdown.of(report));
    JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValue(folder.resolve(report.suite() + ".json"), report);
  }
}
