package orchestrate.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A child that this process has had since before it was a JVM: who started it has become this JVM,
 * as shells do by {@code exec}. All that is known of it is its id, and a descriptor that leads to
 * its stdin. Linux only.
 *
 * <p>A thread waits for its end, and frees its id then. Thread-safe.
 */
public final class InheritedProcess extends Process {
  private static final int SIGNAL_BASE = 128;

  private final int pid;
  private final int toStdin;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  /**
   * @param pid a child of this process that nobody else waits for
   * @param toStdin a pipe that leads to its stdin, and that nobody else of this process knows
   */
  public InheritedProcess(int pid, int toStdin) {
    this.pid = pid;
    this.toStdin = toStdin;
    Thread.ofPlatform().name("inherited-" + pid).daemon().start(this::awaitEnd);
  }

  private void awaitEnd() {
    Kernel.awaitEnd(pid);
    exit.complete(exitValue(Kernel.reap(pid)));
  }

  /** As Java has it of all processes. */
  private static int exitValue(int status) {
    int signal = status & 0x7f;
    return signal != 0 ? SIGNAL_BASE + signal : status >> 8 & 0xff;
  }

  @Override
  public long pid() {
    return pid;
  }

  /** There is one, and it is asked for once: to close it is the end of what the child can read. */
  @Override
  public OutputStream getOutputStream() {
    try {
      OutputStream stream = Files.newOutputStream(Path.of("/proc/self/fd/" + toStdin));
      Kernel.close(toStdin);
      return stream;
    } catch (IOException e) {
      throw new UncheckedIOException("process %d can't be told anything".formatted(pid), e);
    }
  }

  /** Empty: it prints where it was told to. */
  @Override
  public InputStream getInputStream() {
    return InputStream.nullInputStream();
  }

  /** As {@link #getInputStream}. */
  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new AssertionError("to end can't fail", e);
    }
  }

  @Override
  public int exitValue() {
    if (isAlive()) {
      throw new IllegalThreadStateException("process " + pid + " has not ended");
    }
    return exit.join();
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit.thenApply(_ -> this);
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public void destroy() {
    end(Kernel.SIGTERM);
  }

  @Override
  public Process destroyForcibly() {
    end(Kernel.SIGKILL);
    return this;
  }

  /** Its id is its own as long as nobody has taken its status. */
  private void end(int signal) {
    if (isAlive()) {
      Kernel.kill(pid, signal);
    }
  }
}
