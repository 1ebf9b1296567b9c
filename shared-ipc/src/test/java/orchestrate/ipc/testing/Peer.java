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
    return start(Jvm.command(PeerMain.class, "open", folder.toString(), label));
  }

  public static Peer create(Path folder, String label) throws IOException {
    return start(Jvm.command(PeerMain.class, "create", folder.toString(), label));
  }

  /** Joins a standing session, and makes it if there is none. */
  public static Peer stand(Path folder, String label) throws IOException {
    return start(Jvm.command(PeerMain.class, "stand", folder.toString(), label));
  }

  /**
   * Joins as a child of a process that never waits for its children; {@link #pid()} and what kills
   * are that process's, so that the peer itself must be found and killed by other means.
   */
  public static Peer joinAsChildOfOneWhoNeverWaits(Path folder, String label) throws IOException {
    List<String> command = new ArrayList<>();
    // A job in the background has no input unless it gets it by another name.
    command.addAll(List.of("sh", "-c", "exec 3<&0; \"$@\" <&3 & exec sleep 600", "sh"));
    command.addAll(Jvm.command(PeerMain.class, "open", folder.toString(), label));
    return start(command);
  }

  private static Peer start(List<String> command) throws IOException {
    Peer peer =
        new Peer(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    peer.expect("joined");
    return peer;
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
