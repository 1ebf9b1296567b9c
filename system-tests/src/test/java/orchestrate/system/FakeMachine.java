package orchestrate.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A machine as the launcher sees it, in a folder: an installed copy of orchestrate whose path has
 * spaces, Javas that only tell how they were called, and a path with nothing on it but the tools
 * that the launcher uses.
 */
final class FakeMachine {
  private static final Path LAUNCHER = Path.of("..", "bin", "orchestrate");
  private static final List<String> TOOLS =
      List.of("cat", "cp", "find", "mkdir", "mkfifo", "readlink", "rm", "rmdir", "sleep");

  /** Tells where it is and what it was given, and makes the caches that it is asked for. */
  private static final String FAKE_JAVA =
      """
      #!/bin/sh
      case " $* " in
        *" early ") exec cat >"$HOME/told" ;; # a worker prints nowhere else
        *early-worker=*:9*) echo "be a worker" >&9 ;;
      esac
      echo "ran $0"
      printf '<%s>\\n' "$@"
      for argument; do
        case $argument in
          -XX:AOTCacheOutput=*)
            [ ! -e "$HOME/broken" ] && [ "${XDG_RUNTIME_DIR-}" != "$HOME/full" ] || exit 3
            folder=${argument#*=}
            folder=${folder%/*}
            : >"$folder/coordinator.aot" >"$folder/worker-java.aot"
            : >"$folder/worker-commands.aot" >"$folder/sync.aot"
            exit 1 ;;
        esac
      done
      echo "LC_ALL=${LC_ALL-unset} of ${ORCHESTRATE_LC_ALL-unset}" >"$HOME/locale"
      exit 7
      """;

  private final Path root;
  private final Path path;
  private final Map<String, String> environment = new TreeMap<>();

  /** How a command ended. */
  record Ended(int exitCode, String out, String err) {}

  FakeMachine(Path root) throws IOException {
    this.root = root.toRealPath();
    this.path = Files.createDirectories(this.root.resolve("usr/bin"));
    for (String tool : TOOLS) {
      executable(path.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(realTool(tool)));
    }
    environment.put("PATH", path.toString());
    environment.put("HOME", Files.createDirectory(this.root.resolve("home")).toString());
    environment.put("ORCHESTRATE_TEST_ROOT", this.root.toString());
    install();
  }

  private static Path realTool(String name) {
    return Stream.of("/usr/bin", "/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  private void install() throws IOException {
    Path home = home();
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("config/training"));
    Files.copy(LAUNCHER, launcher());
    Files.createFile(home.resolve("lib/coordinator-1.jar"));
    Files.createFile(home.resolve("config/jvm.options"));
    Files.createFile(home.resolve("config/coordinator.options"));
    Files.createFile(home.resolve("config/training/job.yaml"));
  }

  Path home() {
    return root.resolve("a copy of orchestrate");
  }

  Path launcher() {
    return home().resolve("bin/orchestrate");
  }

  /** Adds a JDK. */
  Path jdk(String folder, String version) throws IOException {
    Path jdk = jre(folder, version);
    executable(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    return jdk;
  }

  /** Adds a Java without a compiler. */
  Path jre(String folder, String version) throws IOException {
    Path java = root.resolve(folder);
    Files.createDirectories(java.resolve("bin"));
    executable(java.resolve("bin/java"), FAKE_JAVA);
    Files.writeString(
        java.resolve("release"),
        "IMPLEMENTOR=\"Somebody\"\nJAVA_RUNTIME_VERSION=\"%s+1\"\nJAVA_VERSION=\"%s\"\n"
            .formatted(version, version));
    return java;
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("can't make executable: " + file);
    }
  }

  FakeMachine set(String variable, Path value) {
    return set(variable, value.toString());
  }

  FakeMachine set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Has Java fail to make caches, or not any more. */
  FakeMachine breakCaches(boolean broken) throws IOException {
    Path mark = root.resolve("home/broken");
    if (broken) {
      Files.createFile(mark);
    } else {
      Files.delete(mark);
    }
    return this;
  }

  /** The folders of the caches that there are. */
  List<Path> caches() throws IOException {
    try (Stream<Path> folders = Files.list(root.resolve("home/.cache/orchestrate/aot"))) {
      return folders.toList();
    }
  }

  /** Has the launcher know how to start a worker. */
  FakeMachine knowsWorkers() throws IOException {
    for (Path cache : caches()) {
      Files.writeString(cache.resolve("early-worker.arguments"), "");
    }
    return this;
  }

  /** What a worker that the launcher has started was told; nothing so far if there is none. */
  String told() {
    try {
      return Files.readString(root.resolve("home/told"));
    } catch (NoSuchFileException notYet) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What locale the Java that was started last was given, and what it was before. */
  String locale() throws IOException {
    return Files.readString(root.resolve("home/locale"), UTF_8).strip();
  }

  /** Makes it what {@code java} stands for. */
  FakeMachine onPath(Path java) throws IOException {
    Files.createSymbolicLink(path.resolve("java"), java.resolve("bin/java"));
    return this;
  }

  Ended run(String... arguments) throws IOException, InterruptedException {
    return run(launcher(), arguments);
  }

  Ended run(Path launcher, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Path out = root.resolve("out");
    Path err = root.resolve("err");
    int exitCode =
        builder
            .directory(root.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    return new Ended(exitCode, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
