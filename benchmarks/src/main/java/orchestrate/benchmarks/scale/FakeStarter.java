package orchestrate.benchmarks.scale;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.worker.WorkerSetup;

/**
 * Starts a process that sleeps where a worker would be, so that there is one to be started, watched
 * and ended; and tells {@link FakeWorkers} to answer for it.
 */
final class FakeStarter implements Spawner.Starter, AutoCloseable {
  private final Process answering;
  private volatile long sharedBytes;

  /**
   * @param nanos how long each attempt takes
   */
  FakeStarter(long nanos) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xss512k"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(FakeWorkers.class.getName(), Long.toString(nanos)));
    answering =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
  }

  @Override
  public Process start(ProcessBuilder command, WorkerSetup setup) throws IOException {
    Process process = command.command("sleep", "infinity").start();
    sharedBytes = Files.size(setup.channelFile());
    String line =
        process.pid()
            + "\t"
            + setup.channelFile()
            + "\t"
            + WorkerSetup.bellFile(setup.session())
            + "\n";
    OutputStream stdin = answering.getOutputStream();
    stdin.write(line.getBytes(StandardCharsets.UTF_8));
    stdin.flush();
    return process;
  }

  /** How much memory the last worker shared with the coordinator. */
  long sharedBytes() {
    return sharedBytes;
  }

  @Override
  public void close() throws IOException {
    answering.getOutputStream().close();
    answering.onExit().join();
  }
}
