package orchestrate.coordinator.machine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The make that tasks will find. One that is older than 4.4 takes a named pipe in MAKEFLAGS for an
 * internal error of its own, and stops.
 */
final class NestedMake {
  private static final Pattern VERSION = Pattern.compile("GNU Make (\\d+)\\.(\\d+).*");

  private NestedMake() {}

  /** Why a named pipe must not be named to it; empty if it may, or there is no make. */
  static Optional<String> objection() {
    Process make;
    try {
      make =
          new ProcessBuilder("make", "--version")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    try (BufferedReader output = make.inputReader(UTF_8)) {
      return objection(output.readLine());
    } catch (IOException e) {
      return Optional.of("its version can't be read: " + e.getMessage());
    } finally {
      make.destroy();
    }
  }

  static Optional<String> objection(@Nullable String version) {
    var match = VERSION.matcher(version == null ? "" : version);
    if (!match.matches()) {
      return Optional.of("the make here is not GNU make");
    }
    int major = Integer.parseInt(match.group(1));
    int minor = Integer.parseInt(match.group(2));
    boolean understands = major > 4 || (major == 4 && minor >= 4);
    return understands ? Optional.empty() : Optional.of(match.group() + " is older than 4.4");
  }
}
