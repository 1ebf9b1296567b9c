package orchestrate.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A folder with a {@code job.yaml} and what belongs to it, and what its runs leave there. */
record JobFolder(Path path) {
  /** Writes the job file. */
  JobFolder job(String yaml) throws IOException {
    return file("job.yaml", yaml);
  }

  JobFolder file(String name, String text) throws IOException {
    Files.writeString(path.resolve(name), text);
    return this;
  }

  /** Adds the Java task {@code Deaf}, which prints "no" when it is interrupted, and goes on. */
  JobFolder deafTask() throws IOException {
    return task(
        "Deaf",
        "",
        """
        while (true) {
          try {
            Thread.sleep(1000);
          } catch (InterruptedException e) {
            System.out.println("no");
          }
        }
        """);
  }

  /**
   * Writes a source file with a Java task.
   *
   * @param components of its record
   * @param body of its method {@code run(TaskContext context) throws Exception}
   */
  JobFolder task(String name, String components, String body) throws IOException {
    return file(
        name + ".java",
        """
        import java.io.*;
        import java.nio.file.*;
        import java.util.*;
        import orchestrate.task.*;

        record %s(%s) implements Task {
          @Override
          public void run(TaskContext context) throws Exception {
            %s
          }
        }
        """
            .formatted(name, components, body.indent(4).strip()));
  }

  /** Runs the job to its end, two tasks at a time. */
  Orchestrate.Result run(String... arguments) throws IOException, InterruptedException {
    try (Orchestrate orchestrate = start(arguments)) {
      return orchestrate.await();
    }
  }

  /** Starts the job, two tasks at a time. */
  Orchestrate start(String... arguments) throws IOException {
    return Orchestrate.start(
        path,
        Stream.concat(Stream.of("run", "-j", "2"), Stream.of(arguments)).toArray(String[]::new));
  }

  String text(String name) throws IOException {
    return Files.readString(path.resolve(name));
  }

  List<String> lines(String name) throws IOException {
    return Files.readAllLines(path.resolve(name));
  }

  boolean has(String name) {
    return Files.exists(path.resolve(name));
  }

  /** The folders of its runs, oldest first. */
  List<Path> runs() {
    return list(path.resolve(".orchestrate/runs"));
  }

  /** What there is in shared memory of any of its runs. */
  List<Path> sessions() throws IOException {
    return list(Orchestrate.sharedMemory(path).resolve("orchestrate"));
  }

  /** The log of an attempt in the last run, by its name: {@code TASK.1.log}. */
  Path log(String name) {
    return runs().getLast().resolve("logs").resolve(name);
  }

  /** The {@code result.json} of the last run. */
  JsonNode result() {
    return JsonMapper.shared().readTree(runs().getLast().resolve("result.json").toFile());
  }

  /** How a task has ended in the last run. */
  String resultOf(String task) {
    for (JsonNode one : result().get("tasks")) {
      if (one.get("name").asString().equals(task)) {
        return one.get("result").asString();
      }
    }
    throw new AssertionError("no task " + task + " in " + result());
  }

  private static List<Path> list(Path folder) {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
