package orchestrate.coordinator.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process of ours, to see what we are told of those. */
final class OwnChild {
  private static final String MARK = "ORCHESTRATE_DOCTOR";

  private OwnChild() {}

  /** Whether there is a shell, and we can see what is in its environment. */
  static boolean environmentIsReadable() {
    // Until its input ends: it answers when it is there, and has its environment.
    var builder = new ProcessBuilder("/bin/sh", "-c", "echo; read -r line");
    builder.environment().put(MARK, "1");
    try {
      Process child = builder.start();
      try (var _ = child.getOutputStream();
          var output = child.getInputStream()) {
        return output.read() >= 0
            && Files.readString(Path.of("/proc", Long.toString(child.pid()), "environ"), ISO_8859_1)
                .contains(MARK + "=1");
      } finally {
        child.destroyForcibly();
      }
    } catch (IOException e) {
      return false;
    }
  }
}
