package orchestrate.durable;

import java.util.List;

/** How to start a JVM like this one. */
final class Jvm {
  private Jvm() {}

  /** A command to which the name of a class and its arguments are added. */
  static List<String> command() {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        JvmFlags.OPENS,
        JvmFlags.EXPORTS,
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-Xmx128m",
        "-cp",
        System.getProperty("java.class.path"));
  }
}
