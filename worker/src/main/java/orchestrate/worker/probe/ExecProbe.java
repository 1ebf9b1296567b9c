package orchestrate.worker.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import orchestrate.worker.process.Command;
import orchestrate.worker.process.CommandExecutor;
import orchestrate.worker.process.CommandProcess;
import orchestrate.worker.process.Launcher;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command ends with exit code 0. What it prints goes to a log, which has that of the last
 * time only.
 */
public final class ExecProbe implements Probe {
  /** Who takes longer is killed, and asked again. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** So much time each has, or the last would say nothing but that its time was over. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private static final int TAIL_BYTES = 1000;

  /** Makes what starts its commands, which must not be used for others meanwhile. */
  public interface LauncherSource {
    /**
     * The same each time.
     *
     * @throws IOException if it can't be made; the message says why
     */
    Launcher get() throws IOException;
  }

  private final String shown;
  private final Command command;
  private final LauncherSource launcher;
  private boolean over;
  private boolean late;
  private @Nullable CommandProcess running;

  /**
   * @param shown what people would call the command
   * @param launcher is asked on the thread that looks
   */
  public ExecProbe(String shown, Command command, LauncherSource launcher) {
    this.shown = shown;
    this.command = command;
    this.launcher = launcher;
  }

  @Override
  public @Nullable String lacking(Duration patience) {
    Duration most =
        Duration.ofMillis(Math.clamp(patience.toMillis(), SHORTEST.toMillis(), LONGEST.toMillis()));
    try {
      CommandProcess ended = run(most);
      return ended.exitValue() == 0 ? null : say(how(ended, most));
    } catch (IOException e) {
      return say(String.valueOf(e.getMessage()));
    }
  }

  private String say(String seen) {
    return "exec: `%s`: %s".formatted(shown, seen);
  }

  private CommandProcess run(Duration most) throws IOException {
    Files.deleteIfExists(command.log());
    Thread guard = Thread.ofVirtual().name("patience with " + shown).start(() -> endAfter(most));
    try {
      return CommandExecutor.run(launcher.get(), command, this::started);
    } finally {
      guard.interrupt();
      forget();
    }
  }

  private synchronized void started(CommandProcess started) {
    running = started;
    late = false;
    if (over) {
      started.destroyForcibly();
    }
  }

  private synchronized void forget() {
    running = null;
  }

  private void endAfter(Duration most) {
    try {
      Thread.sleep(most);
    } catch (InterruptedException e) {
      return; // It has ended in time.
    }
    synchronized (this) {
      if (running != null) {
        late = true;
        running.destroyForcibly();
      }
    }
  }

  private String how(CommandProcess ended, Duration most) throws IOException {
    String last = lastLine();
    return end(ended, most) + (last.isEmpty() ? "" : ", and it printed: " + last);
  }

  private synchronized String end(CommandProcess ended, Duration most) {
    if (late) {
      return "killed after %.1f s".formatted(most.toMillis() / 1e3);
    }
    return ended.signal() != 0
        ? "ended by signal " + ended.signal()
        : "exit code " + ended.exitValue();
  }

  private String lastLine() throws IOException {
    try (FileChannel log = FileChannel.open(command.log())) {
      long start = Math.max(0, log.size() - TAIL_BYTES);
      var bytes = ByteBuffer.allocate((int) Math.min(TAIL_BYTES, log.size() - start));
      log.read(bytes, start);
      String tail = UTF_8.decode(bytes.flip()).toString();
      return tail.lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line);
    } catch (NoSuchFileException e) {
      return ""; // It was silent.
    }
  }

  @Override
  public synchronized void cutShort() {
    over = true;
    if (running != null) {
      running.destroyForcibly();
    }
  }
}
