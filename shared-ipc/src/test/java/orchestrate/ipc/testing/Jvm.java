package orchestrate.ipc.testing;

import java.util.ArrayList;
import java.util.List;

/** How another JVM with this one's class path and way of waiting is started. */
public final class Jvm {
  private Jvm() {}

  public static List<String> command(Class<?> main, String... arguments) {
    List<String> command =
        command(
            main,
            List.of("-Dorchestrate.wait=" + System.getProperty("orchestrate.wait", "auto")),
            System.getProperty("java.class.path"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** With further options and another class path. */
  public static List<String> command(Class<?> main, List<String> options, String classPath) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xmx64m"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    return command;
  }
}
