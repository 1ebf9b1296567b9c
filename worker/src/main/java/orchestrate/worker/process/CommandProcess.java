package orchestrate.worker.process;

import java.io.InputStream;
import java.io.OutputStream;
import orchestrate.worker.protocol.ResourceUse;

/**
 * A running command and all that it started. Its streams are empty: its output goes to a file. All
 * methods are thread-safe.
 */
public abstract sealed class CommandProcess extends Process
    permits SpawnedCommand, PortableCommand {
  /**
   * Waits for the command to end, and ends what it left running. Not interruptible: to end the
   * wait, end the command. On the thread that started it.
   *
   * @return its exit code, or 128 and the number of the signal that ended it
   */
  @Override
  public abstract int waitFor();

  /** What it has used with all descendants that were waited for; nothing before it has ended. */
  public abstract ResourceUse use();

  /** When it was seen to have ended, by {@link System#nanoTime}. */
  public abstract long endedAt();

  /** The signal that ended it, or 0 if it ended by itself. */
  public abstract int signal();

  /** Asks the command and all that it started to end, by this signal. */
  public abstract void ask(int signal);

  /** Asks the command and all that it started to end: TERM. */
  @Override
  public void destroy() {
    ask(Kernel.SIGTERM);
  }

  /** Ends the command and all that it started: KILL. */
  @Override
  public abstract Process destroyForcibly();

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }
}
