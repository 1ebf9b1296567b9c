package orchestrate.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * A running command and all that it started. Its streams are empty: its output goes to a file.
 *
 * <p>Signals and the reaping of its id exclude each other, so a signal can't hit a stranger that
 * was given the same id. All methods are thread-safe.
 */
public final class CommandProcess extends Process {
  private static final ReadWriteLock STARTING = new ReentrantReadWriteLock();
  private static boolean noMore;

  private final int pid;
  private @Nullable Integer status;
  private ResourceUse use = ResourceUse.NONE;

  private CommandProcess(int pid) {
    this.pid = pid;
  }

  /**
   * Starts a command.
   *
   * @throws IOException if it can't be started; the message says why
   */
  public static CommandProcess start(SpawnRequest request) throws IOException {
    STARTING.readLock().lock();
    try {
      if (noMore) {
        throw new IOException("this worker is about to end");
      }
      return new CommandProcess(PosixSpawn.spawn(request));
    } finally {
      STARTING.readLock().unlock();
    }
  }

  /** From now on nothing is started; what was being started is, when this returns. */
  public static void startNoMore() {
    STARTING.writeLock().lock();
    try {
      noMore = true;
    } finally {
      STARTING.writeLock().unlock();
    }
  }

  /**
   * Waits for the command to end, and ends what it left running in its group. Not interruptible: to
   * end the wait, end the command.
   *
   * @return its exit code, or 128 and the number of the signal that ended it
   */
  @Override
  public int waitFor() {
    Kernel.awaitEnd(pid);
    synchronized (this) {
      if (status == null) {
        Kernel.kill(-pid, Kernel.SIGKILL);
        status = reap();
      }
      return exitValue();
    }
  }

  private int reap() {
    try (Arena arena = Arena.ofConfined()) {
      var rusage = new Rusage(arena);
      int ended = Kernel.reap(pid, rusage);
      use =
          new ResourceUse(
              rusage.userNanos(), rusage.systemNanos(), PeakMemory.ofCommand(rusage.peakBytes()));
      return ended;
    }
  }

  /** What it has used with all descendants that were waited for; nothing before it has ended. */
  public synchronized ResourceUse use() {
    return use;
  }

  /** The signal that ended it, or 0 if it ended by itself. */
  public synchronized int signal() {
    return ended() & 0x7f;
  }

  @Override
  public synchronized int exitValue() {
    int ended = ended();
    int signal = ended & 0x7f;
    return signal != 0 ? 128 + signal : ended >> 8 & 0xff;
  }

  private int ended() {
    if (status == null) {
      throw new IllegalThreadStateException("process " + pid + " has not ended");
    }
    return status;
  }

  /** Asks the command and all that it started to end: TERM. */
  @Override
  public void destroy() {
    ask(Kernel.SIGTERM);
  }

  /** Asks the command and all that it started to end, by this signal. */
  public void ask(int signal) {
    signalTree(signal);
  }

  /** Ends the command and all that it started: KILL. */
  @Override
  public Process destroyForcibly() {
    signalTree(Kernel.SIGKILL);
    return this;
  }

  private synchronized void signalTree(int signal) {
    if (status != null) {
      return;
    }
    // Looked up first: once the command is dead, its children in other sessions can't be found.
    List<Integer> descendants = ProcessTable.descendants(pid);
    Kernel.kill(-pid, signal);
    descendants.forEach(descendant -> Kernel.kill(descendant, signal));
    if (signal != Kernel.SIGKILL) {
      // A stopped process would not see it before it is continued.
      Kernel.kill(-pid, Kernel.SIGCONT);
    }
  }

  @Override
  public long pid() {
    return pid;
  }

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
