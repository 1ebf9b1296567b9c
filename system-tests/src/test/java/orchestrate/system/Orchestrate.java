package orchestrate.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command {@code orchestrate} as a process of its own: {@link Program}.
 *
 * <pre>{@code
 * try (var orchestrate = Orchestrate.start(folder, "run", "job.yaml")) {
 *   orchestrate.workers().forEach(ProcessHandle::destroyForcibly);
 *   assertThat(orchestrate.await().exitCode()).isZero();
 * }
 * }</pre>
 *
 * <p>{@link #close} kills whatever of it still runs, workers and tasks too.
 */
final class Orchestrate implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Every process of a run inherits it, and so can be found, whoever its parent is by then. */
  private static final String MARK = "ORCHESTRATE_TEST";

  private static final Set<String> CI_VARIABLES =
      Set.of(
          "GITHUB_ACTIONS",
          "GITHUB_STEP_SUMMARY",
          "GITHUB_WORKSPACE",
          "GITLAB_CI",
          "JENKINS_URL",
          "TEAMCITY_VERSION",
          "TF_BUILD");

  private final Process process;
  private final String mark;
  private final Path output;
  private final Path errors;

  /** How it ended, and what it printed. */
  record Result(int exitCode, String output, String errors) {}

  private Orchestrate(Process process, String mark, Path output, Path errors) {
    this.process = process;
    this.mark = mark;
    this.output = output;
    this.errors = errors;
  }

  /** Runs it to its end. */
  static Result run(Path folder, String... arguments) throws IOException, InterruptedException {
    try (Orchestrate orchestrate = start(folder, arguments)) {
      return orchestrate.await();
    }
  }

  /** Starts it in this working folder. */
  static Orchestrate start(Path folder, String... arguments) throws IOException {
    return start(folder, Map.of(), arguments);
  }

  /**
   * @param environment added to that of the test
   */
  static Orchestrate start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    var command = command();
    command.addAll(List.of(arguments));
    return startProgram(folder, environment, command);
  }

  /** The same with a program that starts it. */
  static Orchestrate startProgram(
      Path folder, Map<String, String> environment, List<String> command) throws IOException {
    // Files, not pipes: nobody has to read along, and what a killed process printed is all there.
    Path output = Files.createTempFile("orchestrate-", ".out");
    Path errors = Files.createTempFile("orchestrate-", ".err");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    String value = UUID.randomUUID().toString();
    builder.environment().put(MARK, value);
    builder.environment().put("XDG_RUNTIME_DIR", sharedMemory(folder).toString());
    // Whichever CI system runs the tests, it is not to hear of what they run.
    builder.environment().keySet().removeAll(CI_VARIABLES);
    builder.environment().putAll(environment);
    return new Orchestrate(builder.start(), MARK + "=" + value, output, errors);
  }

  /** What starts it, up to its own arguments. */
  static List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + projectFile("config/jvm.options"));
    command.add("@" + projectFile("config/coordinator.options"));
    // It lives for seconds: what the better compiler makes of it would come too late.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(Program.options());
    return command;
  }

  /** Makes a script that starts it, for commands. */
  static void writeScript(Path file) throws IOException {
    Files.writeString(
        file, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(String.join("' '", command())));
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("can't make executable: " + file);
    }
  }

  /**
   * Where runs in this folder have their shared memory: apart from all other runs of this machine.
   */
  static Path sharedMemory(Path folder) throws IOException {
    Path place = folder.resolve(".runtime");
    if (Files.notExists(place)) {
      Files.createDirectory(
          place,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return place;
  }

  /** A file of the project. A test's working folder is its module, or the whole project. */
  static Path projectFile(String path) {
    Path start = Path.of("").toAbsolutePath();
    return Stream.iterate(start, folder -> folder != null, Path::getParent)
        .map(folder -> folder.resolve(path))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + path + " above " + start));
  }

  ProcessHandle coordinator() {
    return process.toHandle();
  }

  /** The worker JVMs that are there now. The coordinator's other child guards the run. */
  List<ProcessHandle> workers() {
    return process
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/java"))
        .toList();
  }

  /**
   * All processes of it that are there now: coordinator, workers, tasks, and what those started.
   */
  List<RunningProcess> processes() {
    return RunningProcess.withVariable(mark);
  }

  /** Sends a signal to the coordinator: {@code "INT"}, {@code "TERM"}, {@code "KILL"}, ... */
  void signal(String name) throws IOException, InterruptedException {
    signal(process.pid(), name);
  }

  /** Sends a signal to any process. */
  static void signal(long pid, String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-s", name, Long.toString(pid)).inheritIO();
    int exitCode = kill.start().waitFor();
    if (exitCode != 0) {
      throw new IllegalStateException("kill -s " + name + " ended with " + exitCode);
    }
  }

  /** What it has printed so far. */
  String output() {
    return read(output);
  }

  /** What it has printed to stderr so far. */
  String errors() {
    return read(errors);
  }

  /** Lets it live for so long; returns whether it is still there then. */
  boolean livesFor(int millis) throws InterruptedException {
    return !process.waitFor(millis, TimeUnit.MILLISECONDS);
  }

  /** Waits for its end. */
  Result await() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(
          "still running after %s; it printed:%n%s%n%s".formatted(PATIENCE, output(), errors()));
    }
    return new Result(process.exitValue(), output(), errors());
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Await.until(
        "the end of all that it started",
        () -> {
          List<RunningProcess> left = processes();
          left.forEach(RunningProcess::kill);
          return left.isEmpty();
        });
    Files.delete(output);
    Files.delete(errors);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
