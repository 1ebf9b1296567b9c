package orchestrate.worker.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orchestrate.ipc.os.ProcessStat;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs in place of this process, as far as its user can tell: with its streams,
 * terminal, group and folder. It doesn't outlive this process: if that is killed, the kernel kills
 * the command, and a {@link Tether} what the command has started.
 *
 * <p>Signals and the reaping of its id exclude each other, so a signal can't hit a stranger that
 * was given the same id.
 */
public final class ForegroundCommand {
  private static final Path FOLDER = Path.of("").toAbsolutePath();

  /**
   * The kernel kills the command from the moment on at which it was asked to. Then the command
   * looks whether it is still our child: if not, we died before.
   */
  private static final String UNLESS_ORPHANED = "[ \"$PPID\" = \"$0\" ] && exec \"$@\"";

  private final int pid;
  private final Tether tether;
  private boolean ended;

  private ForegroundCommand(int pid, Tether tether) {
    this.pid = pid;
    this.tether = tether;
  }

  /**
   * Starts a command. The calling thread must live as long as this process: by its end the kernel
   * knows ours.
   *
   * @param arguments its name first
   * @param environment all of it; nothing is inherited
   * @throws java.io.FileNotFoundException if there is no such program
   * @throws IOException if it can't be started; the message says why
   */
  public static ForegroundCommand start(List<String> arguments, Map<String, String> environment)
      throws IOException {
    Executables.find(arguments.getFirst(), FOLDER, environment);
    ProcessStat self = ProcessStat.self();
    String mark = "ORCHESTRATE_HOLD_%d_%d".formatted(self.pid(), self.start());
    Tether tether = Tether.make(FOLDER, mark + "=", Optional.empty());
    var marked = new HashMap<>(environment);
    marked.put(mark, "");
    try {
      int pid =
          PosixSpawn.spawnInForeground(
              new SpawnRequest(guarded(arguments, environment), marked, FOLDER));
      return new ForegroundCommand(pid, tether);
    } catch (IOException e) {
      tether.cut();
      throw e;
    }
  }

  private static List<String> guarded(List<String> arguments, Map<String, String> environment) {
    var command = new ArrayList<String>();
    String setpriv = find("setpriv", environment);
    if (setpriv != null) {
      command.addAll(List.of(setpriv, "--pdeathsig", "KILL"));
    }
    command.addAll(List.of("/bin/sh", "-c", UNLESS_ORPHANED));
    command.add(Long.toString(ProcessHandle.current().pid()));
    command.addAll(arguments);
    return command;
  }

  private static @Nullable String find(String program, Map<String, String> environment) {
    try {
      return Executables.find(program, FOLDER, environment).toString();
    } catch (IOException e) {
      return null; // Without it the tether does it all, a moment later.
    }
  }

  /**
   * Waits for the command to end. What it has left running in the background goes on. Not
   * interruptible.
   *
   * @return its exit code, or 128 and the number of the signal that ended it
   */
  public int await() {
    Kernel.awaitEnd(pid);
    int status;
    synchronized (this) {
      ended = true;
      status = Kernel.reap(pid);
    }
    tether.cut();
    int signal = status & 0x7f;
    return signal != 0 ? 128 + signal : status >> 8 & 0xff;
  }

  /** Sends the command, and it alone, a signal; does nothing if it has ended. From any thread. */
  public synchronized void signal(int signal) {
    if (!ended) {
      Kernel.kill(pid, signal);
    }
  }
}
