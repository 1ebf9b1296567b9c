package orchestrate.benchmarks.primitives;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Another JVM, with the flags of this one, which is told things and answers: a line each. It should
 * end when its stdin does, so it doesn't outlive us.
 */
final class Partner implements AutoCloseable {
  private final String name;
  private final Process process;
  private final BufferedReader replies;

  private Partner(String name, Process process) {
    this.name = name;
    this.process = process;
    this.replies =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static Partner start(Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Stream.of(arguments).map(String::valueOf).forEach(command::add);
    return new Partner(
        main.getSimpleName(), new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  long pid() {
    return process.pid();
  }

  void tell(String what) throws IOException {
    process.getOutputStream().write((what + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for its next answer. */
  String reply() throws IOException {
    String reply = replies.readLine();
    if (reply == null) {
      throw new IOException(name + " (pid " + pid() + ") ended, an answer was expected");
    }
    return reply;
  }

  /** Kills it, without waiting for its end. */
  void kill() {
    process.destroyForcibly();
  }

  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** Kills it and waits for its end. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
