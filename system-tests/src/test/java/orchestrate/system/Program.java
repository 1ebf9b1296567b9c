package orchestrate.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import orchestrate.coordinator.cli.Main;

/**
 * The program under test, as JVM options: the jar as the launcher starts it, with the launcher's
 * AOT caches, which halve the processor time of a test. Where nothing has been packaged (in an
 * IDE), it is the compiled classes.
 */
final class Program {
  private static final List<String> OPTIONS = find();

  private Program() {}

  /** What follows the flags of every JVM, up to the program's own arguments. */
  static List<String> options() {
    return OPTIONS;
  }

  private static List<String> find() {
    Path place = placeOf(Main.class);
    if (Files.isDirectory(place)) {
      return List.of("-cp", System.getProperty("java.class.path"), Main.class.getName());
    }
    makeCaches();
    Path caches = place.resolve("../../aot").normalize().resolve(nameOfThisJdk());
    return List.of(
        "-XX:AOTCache=" + caches.resolve("coordinator.aot"),
        "-Xlog:aot=off,cds=off",
        "-Dorchestrate.aot=" + caches,
        "-jar",
        place.toString());
  }

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As the launcher calls the folder with this JDK's caches. */
  private static String nameOfThisJdk() {
    return Path.of(System.getProperty("java.home")).getFileName()
        + "-"
        + System.getProperty("java.runtime.version");
  }

  /** The launcher makes them when it finds none, whatever it is asked for. */
  private static void makeCaches() {
    var launcher = new ProcessBuilder(Orchestrate.projectFile("bin/orchestrate").toString(), "-V");
    launcher.environment().put("ORCHESTRATE_JAVA_HOME", System.getProperty("java.home"));
    launcher.redirectInput(new File("/dev/null")).redirectErrorStream(true);
    try {
      Process process = launcher.start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(launcher.command() + ": " + said);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
