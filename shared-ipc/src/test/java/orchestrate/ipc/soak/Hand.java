package orchestrate.ipc.soak;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A JVM that can be made a peer, which takes it no time to start any more, and then be killed. */
final class Hand {
  private final Process process;

  private Hand(Process process) {
    this.process = process;
  }

  static Hand start(List<String> command, File output) throws IOException {
    return new Hand(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
            .start());
  }

  void join(Path session, Path files, int number) throws IOException {
    String lines = "%s\n%s\n%d\n".formatted(session, files, number);
    process.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void shoot() {
    process.destroyForcibly();
  }

  void awaitEnd() {
    process.onExit().join();
  }

  /** Ends it in peace: it goes when its input ends. */
  void dismiss() throws IOException {
    process.getOutputStream().close();
    awaitEnd();
  }

  void signal(String name) throws IOException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().onExit().join();
  }

  /** What its threads do, virtual ones too; writes a file of that name. */
  String threads(Path file) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process asked =
        new ProcessBuilder(
                jcmd.toString(), String.valueOf(pid()), "Thread.dump_to_file", file.toString())
            .redirectErrorStream(true)
            .start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return answer + (Files.exists(file) ? Files.readString(file) : "");
  }
}
