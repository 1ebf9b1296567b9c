package orchestrate.coordinator.live;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes the frame from the terminal if this process is killed and can't do it itself: a shell
 * that waits at a pipe from us, whose end is ours. It takes away only what is below the cursor, so
 * it does not matter whether the prompt is there before it.
 */
final class Caretaker implements AutoCloseable {
  /** A line means that all is well. What the terminal sends to all who are at it is not for us. */
  private static final String SCRIPT =
      "trap '' INT QUIT TERM HUP TSTP; read -r line || printf '%s' \"$0\"";

  private final @Nullable Process process;

  private Caretaker(@Nullable Process process) {
    this.process = process;
  }

  /** Begins. Where there is no shell, a run that is killed leaves its frame behind. */
  static Caretaker start() {
    try {
      return new Caretaker(
          new ProcessBuilder(List.of("/bin/sh", "-c", SCRIPT, Screen.REMOVE_FRAME))
              .redirectOutput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      return new Caretaker(null);
    }
  }

  /** The frame is gone. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    try (var line = process.outputWriter()) {
      line.write('\n');
    } catch (IOException e) {
      process.destroyForcibly(); // It is gone, or will be.
    }
    process.onExit().join();
  }
}
