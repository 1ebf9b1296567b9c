package orchestrate.coordinator.cli.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import orchestrate.coordinator.cli.WordConverter;

/** A job to begin with: a job file, and what it needs beside it. */
enum Starter {
  COMMANDS("scripts and programs", List.of()),
  JAVA("Java classes", List.of("CountPrimes.java")),
  CI("build, test and package a project", List.of());

  private static final String VERSION = "version: \"1\"\n";

  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // it is unmodifiable
  private final List<String> sources;

  Starter(String meaning, List<String> sources) {
    this.meaning = meaning;
    this.sources = sources;
  }

  /** What its tasks are. */
  String meaning() {
    return meaning;
  }

  /** Names of the files beside the job file. */
  List<String> sources() {
    return sources;
  }

  /**
   * The text of the job file.
   *
   * @param name of the job; empty for none
   */
  String job(String name) throws IOException {
    String text = resource(name().toLowerCase(Locale.ROOT) + ".yaml");
    return name.isEmpty() ? text : text.replace(VERSION, VERSION + "name: " + quoted(name) + "\n");
  }

  String source(String file) throws IOException {
    return resource(file);
  }

  private static String resource(String file) throws IOException {
    try (InputStream in = Starter.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("orchestrate's jar lacks " + file);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Nothing but the quote itself is special between single quotes. */
  private static String quoted(String name) {
    return "'" + name.replace("'", "''") + "'";
  }

  /** By their names on the command line. */
  static final class Converter extends WordConverter<Starter> {
    Converter() {
      super(values());
    }
  }
}
