package orchestrate.pool;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.StringTokenizer;
import orchestrate.ipc.session.Session;
import orchestrate.worker.process.Guardian;

/**
 * How a worker's JVM is started.
 *
 * @param classPath of the tasks
 * @param jvmOptions the user's: they come last, and so win
 * @param workers how many there can be
 */
record Launch(List<Path> classPath, List<String> jvmOptions, int workers) {
  private static final int MOST_MEMORY_PERCENT = 75;
  private static final int MOST_MEMORY_PERCENT_OF_ONE = 25;

  /** That of this process. */
  static List<Path> ownClassPath() {
    var paths = new ArrayList<Path>();
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      var all = new StringTokenizer(System.getProperty(property, ""), File.pathSeparator);
      while (all.hasMoreTokens()) {
        paths.add(Path.of(all.nextToken()));
      }
    }
    return paths;
  }

  Process start() throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:+UseSerialGC"); // starts sooner and is smaller than G1
    command.add("-XX:-UsePerfData");
    command.add("-Xms8m");
    // A worker's start calls many methods a few hundred times: to compile them takes longer than
    // it saves. Loops, which tasks have, are compiled as early as ever.
    command.add("-XX:Tier3InvocationThreshold=2000");
    command.add("-XX:Tier3MinInvocationThreshold=1000");
    command.add("-XX:Tier3CompileThreshold=20000");
    // All heaps together don't fill the machine, however many there are.
    command.add(
        "-XX:MaxRAMPercentage="
            + Math.min(MOST_MEMORY_PERCENT_OF_ONE, (double) MOST_MEMORY_PERCENT / workers));
    command.add("-XX:ErrorFile=" + crashReport("%p"));
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(String.join(File.pathSeparator, wholeClassPath()));
    command.add(PoolWorker.class.getName());
    command.add(Long.toString(ProcessHandle.current().pid()));
    return new ProcessBuilder(command).start();
  }

  static Path crashReport(String pid) {
    return Path.of(System.getProperty("java.io.tmpdir"), "hs_err_pid%s.log".formatted(pid));
  }

  /** With what the worker itself is made of, which in an application server is not in the first. */
  private LinkedHashSet<String> wholeClassPath() {
    var paths = new LinkedHashSet<String>();
    classPath.forEach(path -> paths.add(path.toString()));
    for (Class<?> part : List.of(PoolWorker.class, Guardian.class, Session.class)) {
      paths.add(placeOf(part).toString());
    }
    return paths;
  }

  private static Path placeOf(Class<?> part) {
    CodeSource source = part.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(
          "workers can't be started: %s was not loaded from a file but from %s"
              .formatted(part.getName(), source.getLocation()),
          e);
    }
  }
}
