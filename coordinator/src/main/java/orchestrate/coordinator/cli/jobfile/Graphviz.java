package orchestrate.coordinator.cli.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;

/** The program {@code dot} of Graphviz. */
final class Graphviz {
  private Graphviz() {}

  /** It could not draw; the message says why, and what to do. */
  static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    UnavailableException(String message) {
      super(message);
    }
  }

  /** Draws a graph onto our standard output. */
  static void draw(String dot, String format) throws InterruptedException, UnavailableException {
    Process process = start(format);
    try (OutputStream in = process.getOutputStream()) {
      in.write(dot.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UnavailableException("dot has not read the graph: " + e.getMessage());
    }
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new UnavailableException(
          "dot ended with exit code %d; it may have said why above".formatted(exitCode));
    }
  }

  private static Process start(String format) throws UnavailableException {
    try {
      return new ProcessBuilder("dot", "-T" + format)
          .redirectOutput(Redirect.INHERIT)
          .redirectError(Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new UnavailableException(
          "to draw a picture takes the program dot of Graphviz, which can't be started (%s); install"
                  .formatted(e.getMessage())
              + " it (Debian, Ubuntu: sudo apt install graphviz), or take --format mermaid");
    }
  }
}
