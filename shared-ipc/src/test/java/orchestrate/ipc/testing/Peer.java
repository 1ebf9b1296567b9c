package orchestrate.ipc.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Another process in a session, which does what it is told: see {@link PeerMain}. */
public final class Peer implements AutoCloseable {
  private final Process process;
  private final BufferedReader replies;

  private Peer(Process process) throws IOException {
    this.process = process;
    this.replies =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  public static Peer join(Path folder, String label) throws IOException {
    Peer peer = start(folder, label, "open");
    peer.expect("joined");
    return peer;
  }

  public static Peer create(Path folder, String label) throws IOException {
    Peer peer = start(folder, label, "create");
    peer.expect("joined");
    return peer;
  }

  /** Joins a standing session, and makes it if there is none. */
  public static Peer stand(Path folder, String label) throws IOException {
    Peer peer = start(folder, label, "stand");
    peer.expect("joined");
    return peer;
  }

  private static Peer start(Path folder, String label, String how) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-Dorchestrate.wait=" + System.getProperty("orchestrate.wait", "auto"),
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(List.of(PeerMain.class.getName(), how, folder.toString(), label));
    return new Peer(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  public long pid() {
    return process.pid();
  }

  /** Tells it to do something, and doesn't wait for the reply. */
  public void tell(String command) {
    try {
      process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells it to do something and returns the reply. */
  public String ask(String command) {
    tell(command);
    return reply();
  }

  public String reply() {
    try {
      return Objects.requireNonNullElse(replies.readLine(), "ended");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Kills it without waiting for its end. */
  public void shoot() {
    process.destroyForcibly();
  }

  public void signal(String name) throws IOException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  private void expect(String expected) {
    String reply = reply();
    if (!reply.equals(expected)) {
      throw new AssertionError("peer said '" + reply + "', not '" + expected + "'");
    }
  }
}
