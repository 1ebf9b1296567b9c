package orchestrate.durable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Another process that uses a queue, see {@link PeerMain}. */
final class Peer implements AutoCloseable {
  private final Process process;

  private Peer(Process process) {
    this.process = process;
  }

  /** Starts one, and returns when it has opened the queue. */
  static Peer start(Object... args) throws IOException {
    List<String> command = new ArrayList<>(Jvm.command());
    command.add("-XX:TieredStopAtLevel=1"); // starts sooner
    command.add(PeerMain.class.getName());
    Arrays.stream(args).map(Object::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Peer peer = new Peer(process);
    var output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    if (!"ready".equals(line)) {
      peer.kill();
      throw new AssertionError("a peer said " + line);
    }
    return peer;
  }

  /** Kills it without waiting for its end. */
  void shoot() {
    process.destroyForcibly();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
