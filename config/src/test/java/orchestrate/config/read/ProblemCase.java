package orchestrate.config.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orchestrate.config.JobFileException;

/**
 * A job file that something is wrong with: {@code NAME.job} in the folder of cases. The files are
 * not called .yaml so that no formatter mends what is wrong with them.
 */
record ProblemCase(String name) {
  static final Path FOLDER = Path.of("src/test/resources/problems");

  /** The case about secrets has use for all of them. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "HOME",
          "/home/me",
          "DEPLOY_TOKEN",
          "open sesame",
          "SHORT_TOKEN",
          "sesame",
          "BLANK_TOKEN",
          " ",
          "BROKEN_TOKEN",
          "open \ufffdesame",
          "LONG_TOKEN",
          "sesame".repeat(3000));

  static List<ProblemCase> all() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".job"))
          .map(name -> name.replace(".job", ""))
          .sorted()
          .map(ProblemCase::new)
          .toList();
    }
  }

  /** What the reader finds wrong; nothing if it is content. */
  Optional<JobFileException> read() {
    // Only the case about params has use for values from the command line.
    Map<String, String> given =
        name.equals("params") ? Map.of("given", "abc", "nedded", "x") : Map.of();
    try {
      JobFileReader.read(FOLDER.resolve(name + ".job"), given, ENVIRONMENT);
      return Optional.empty();
    } catch (JobFileException e) {
      return Optional.of(e);
    }
  }

  Path expectation() {
    return FOLDER.resolve(name + ".expected.txt");
  }

  /** The report that must come of it. */
  String expected() {
    try {
      return Files.readString(expectation());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
