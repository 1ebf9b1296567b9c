package orchestrate.ipc.testing;

import java.util.ArrayList;
import java.util.List;

/** How another JVM with this one's classes and way of waiting is started. */
public final class Jvm {
  static final List<String> OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "-XX:TieredStopAtLevel=1",
          "-XX:CompileThresholdScaling=10", // most of them live for less time than compiling takes
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-Xmx64m");

  private Jvm() {}

  public static List<String> command(Class<?> main, String... arguments) {
    return command(QuickStart.PLAIN, main, arguments);
  }

  public static List<String> command(QuickStart start, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(OPTIONS);
    // Strictly, so that a lost wake-up is seen.
    command.add("-Dorchestrate.wait=" + System.getProperty("orchestrate.wait", "strict"));
    command.addAll(start.options());
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  static String java() {
    return ProcessHandle.current().info().command().orElseThrow();
  }
}
