package orchestrate.pool;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a worker's JVM is started.
 *
 * @param classPath of the tasks, and of the worker itself
 * @param jvmOptions the user's: they come last, and so win
 * @param workers how many there can be
 */
record Launch(List<Path> classPath, List<String> jvmOptions, int workers) {
  private static final int MOST_MEMORY_PERCENT = 75;
  private static final int MOST_MEMORY_PERCENT_OF_ONE = 25;

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
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(PoolWorker.class.getName());
    command.add(Long.toString(ProcessHandle.current().pid()));
    return new ProcessBuilder(command).start();
  }

  static Path crashReport(String pid) {
    return Path.of(System.getProperty("java.io.tmpdir"), "hs_err_pid%s.log".formatted(pid));
  }
}
