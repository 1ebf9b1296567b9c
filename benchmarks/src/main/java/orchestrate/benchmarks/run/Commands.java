package orchestrate.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.benchmarks.run.Contestant.Missing;
import orchestrate.benchmarks.run.Contestant.Program;

/** How the programs of contestants are called. */
public final class Commands {
  private static final String HOW_TO_GET = "; benchmarks/install-peers installs it (Debian)";

  /** The one that a person calls; and that for which the system has packages of modules. */
  private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

  private final Path home;

  /**
   * @param home the project's folder
   */
  public Commands(Path home) {
    this.home = home;
  }

  /** One of ours: a main class, by this Java, with the project's flags and some more. */
  public Contestant java(String name, List<String> flags, Class<?> main, Object... arguments) {
    List<String> all = new ArrayList<>();
    all.add("@" + home.resolve("config/jvm.options"));
    all.addAll(flags);
    return javaWithFlags(name, all, main, arguments);
  }

  /** One of ours, with the flag that it can't do without instead of the project's. */
  public Contestant plainJava(String name, List<String> flags, Class<?> main, Object... arguments) {
    List<String> all = new ArrayList<>();
    all.add("--enable-native-access=ALL-UNNAMED");
    all.addAll(flags);
    return javaWithFlags(name, all, main, arguments);
  }

  /** A peer in C, if there is a compiler. */
  public Contestant c(String name, String program, Object... arguments) {
    Path executable = home.resolve("benchmarks/target/peers").resolve(program);
    if (!Files.isExecutable(executable)) {
      return new Missing(name, false, "no C compiler (cc)" + HOW_TO_GET);
    }
    return peer(name, List.of(executable.toString()), arguments);
  }

  /** A peer in Python, if there is one. */
  public Contestant python(String name, String script, Object... arguments) {
    return python(name, List.of(), script, arguments);
  }

  /** A peer in Python that needs some modules. */
  public Contestant python(String name, List<String> modules, String script, Object... arguments) {
    List<String> pythons =
        PYTHONS.stream().filter(Commands::isOnPath).filter(python -> has(python, modules)).toList();
    if (pythons.isEmpty()) {
      return new Missing(
          name,
          false,
          "no python3"
              + (modules.isEmpty() ? "" : " with " + String.join(", ", modules))
              + HOW_TO_GET);
    }
    Path file = home.resolve("benchmarks/peers").resolve(script);
    return peer(name, List.of(pythons.getFirst(), file.toString()), arguments);
  }

  /** A peer that one of our main classes starts and measures, if the peer's program is there. */
  public Contestant driven(String name, String program, Class<?> main, Object... arguments) {
    if (!isOnPath(program)) {
      return new Missing(name, false, "no " + program + HOW_TO_GET);
    }
    return javaPeer(name, main, arguments);
  }

  /** A peer that is a main class, or is started by one. */
  public Contestant javaPeer(String name, Class<?> main, Object... arguments) {
    return asPeer(java(name, List.of(), main, arguments));
  }

  /** The same, for others to be compared with. */
  public static Contestant asPeer(Contestant contestant) {
    return switch (contestant) {
      case Missing(String name, _, String why) -> new Missing(name, false, why);
      case Program(String name, _, List<String> command) -> new Program(name, false, command);
    };
  }

  /** The same with all its processes on one core, and knowing that. */
  public static Contestant onOneCore(int core, Contestant contestant) {
    return switch (contestant) {
      case Missing missing -> missing;
      case Program(String name, boolean ours, List<String> command) ->
          isOnPath("taskset")
              ? new Program(
                  name,
                  ours,
                  Stream.concat(Stream.of("taskset", "-c", String.valueOf(core)), command.stream())
                      .toList())
              : new Missing(name, ours, "no taskset" + HOW_TO_GET);
    };
  }

  private static Contestant javaWithFlags(
      String name, List<String> flags, Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return new Program(name, true, with(command, arguments));
  }

  private static Contestant peer(String name, List<String> command, Object... arguments) {
    return new Program(name, false, with(command, arguments));
  }

  private static List<String> with(List<String> command, Object... arguments) {
    return Stream.concat(command.stream(), Stream.of(arguments).map(String::valueOf)).toList();
  }

  private static boolean has(String python, List<String> modules) {
    if (modules.isEmpty()) {
      return true;
    }
    try {
      return new ProcessBuilder(python, "-c", "import " + String.join(", ", modules))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the benchmarks", e);
    }
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(program)));
  }
}
