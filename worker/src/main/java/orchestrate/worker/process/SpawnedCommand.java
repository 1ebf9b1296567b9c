package orchestrate.worker.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;

/**
 * A command started by posix_spawn, which leads a session of its own.
 *
 * <p>Signals and the reaping of its id exclude each other, so a signal can't hit a stranger that
 * was given the same id.
 */
final class SpawnedCommand extends CommandProcess {
  /** Who takes longer has a log by its own name, also if nothing is in it yet. */
  private static final int LONG_MILLIS = 100;

  /** How often one looks again, where nothing tells that a process has ended. */
  private static final long LOOK_NANOS = 10_000_000;

  private final int pid;
  private final ChildWait wait;
  private final LaneLog log;
  private final Leftovers leftovers;
  private final @Nullable MaskedOutput output;
  private boolean asked;
  private @Nullable Integer status;
  private ResourceUse use = ResourceUse.NONE;
  private long endedAt;

  /**
   * @param output through which it prints; null if it writes to its log
   */
  SpawnedCommand(
      int pid, ChildWait wait, LaneLog log, Leftovers leftovers, @Nullable MaskedOutput output) {
    this.pid = pid;
    this.wait = wait;
    this.log = log;
    this.leftovers = leftovers;
    this.output = output;
    leftovers.started(pid);
  }

  @Override
  public int waitFor() {
    try {
      if (!wait.awaitEnd(pid, LONG_MILLIS)) {
        log.name();
        Kernel.awaitEnd(pid);
      }
      long nanoTime = System.nanoTime();
      awaitAsked();
      end(nanoTime);
      endOutput();
      log.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return exitValue();
  }

  private void endOutput() throws IOException {
    try {
      leftovers.kill(pid);
    } finally {
      if (output != null) {
        output.end();
      }
    }
  }

  /**
   * A shell that is asked to end does so at once; what it has started, and was asked as well, may
   * take its time, until it is forced.
   */
  private void awaitAsked() {
    while (wasAsked()) {
      List<Integer> left = ProcessTable.descendants(pid);
      if (left.isEmpty()) {
        return;
      }
      if (!wait.awaitEnd(left.getFirst(), LONG_MILLIS)) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private synchronized boolean wasAsked() {
    return asked;
  }

  private synchronized void end(long nanoTime) {
    if (status == null) {
      endedAt = nanoTime;
      Kernel.kill(-pid, Kernel.SIGKILL);
      int ended = wait.reap(pid);
      status = ended;
      use =
          new ResourceUse(
              wait.userNanos(), wait.systemNanos(), PeakMemory.ofCommand(wait.peakBytes()));
    }
  }

  @Override
  public synchronized ResourceUse use() {
    return use;
  }

  @Override
  public synchronized long endedAt() {
    return endedAt;
  }

  @Override
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

  @Override
  public synchronized void ask(int signal) {
    asked = true;
    signalTree(signal);
  }

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
    descendants.stream()
        .filter(
            descendant -> !ProcessTable.isInGroup(descendant, pid)) // A second INT may mean more.
        .forEach(descendant -> Kernel.kill(descendant, signal));
    if (signal != Kernel.SIGKILL) {
      // A stopped process would not see it before it is continued.
      Kernel.kill(-pid, Kernel.SIGCONT);
    }
  }

  @Override
  public long pid() {
    return pid;
  }
}
