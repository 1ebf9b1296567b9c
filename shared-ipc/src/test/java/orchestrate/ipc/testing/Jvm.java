package orchestrate.ipc.testing;

import java.util.ArrayList;
import java.util.List;

/** How another JVM with this one's class path and way of waiting is started. */
public final class Jvm {
  private Jvm() {}

  public static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xmx64m",
            "-Dorchestrate.wait=" + System.getProperty("orchestrate.wait", "auto"),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
