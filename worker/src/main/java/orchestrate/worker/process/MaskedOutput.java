package orchestrate.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Supplier;
import orchestrate.ipc.os.Libc;
import orchestrate.worker.mask.Mask;
import orchestrate.worker.mask.Masking;
import org.jspecify.annotations.Nullable;

/**
 * A pipe, and a thread that reads from it, masks secrets and writes on to a file. Whoever is to
 * write into it gets its one end; the file is named, followed and shown as if they wrote to it.
 *
 * <p>If the file can't be written to, the thread reads on, so that nobody hangs for a log, and says
 * in the end that some is missing. If it can't mask, it closes the pipe: then nobody can write.
 *
 * <p>For one owner's thread.
 */
public final class MaskedOutput {
  private static final int BUFFER_BYTES = 1 << 16;

  private static final short READABLE = 1;
  private static final long POLL_BYTES = 8;
  private static final long EVENTS = 4;
  private static final long ANSWER = 6;

  private final int target;
  private final Masking masking;
  private final int[] pipe;

  /** Nothing is written into it: that it is closed says that the end has come. */
  private final int[] wake;

  private final Thread thread;
  private boolean closed;
  private long lost;
  private @Nullable String whyLost;
  private @Nullable Throwable failure;

  private MaskedOutput(int target, Supplier<Mask> masks) {
    this.target = target;
    this.masking = new Masking(masks);
    this.pipe = Kernel.pipe();
    this.wake = pipeBeside(pipe);
    this.thread =
        Thread.ofPlatform()
            .group(topGroup())
            .name("masking")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(this::run);
  }

  private static int[] pipeBeside(int[] other) {
    try {
      return Kernel.pipe();
    } catch (IllegalStateException e) {
      Kernel.close(other[0]); // Where descriptors run out, these must not be lost, too.
      Kernel.close(other[1]);
      throw e;
    }
  }

  /**
   * Makes the pipe, and begins to read from it.
   *
   * @param target descriptor of a file, open for appending as long as this is
   * @param masks what is looked for
   */
  public static MaskedOutput to(int target, Supplier<Mask> masks) {
    var output = new MaskedOutput(target, masks);
    output.thread.start();
    return output;
  }

  /** Threads in the group of a lane are its tasks'. */
  private static ThreadGroup topGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  /** The end to write into, in this process; no program started by us inherits it. */
  int descriptor() {
    return pipe[1];
  }

  /** From now on what this process prints, its JVM included, goes through this. */
  public void becomeOutput() {
    Kernel.becomeOutput(pipe[1]);
    closeOurEnd();
  }

  /** Whoever was to have an end to write into has it. */
  void closeOurEnd() {
    if (!closed) {
      closed = true;
      Kernel.close(pipe[1]);
    }
  }

  /**
   * Writes on what is in the pipe, and waits until the file has it. Who should still have an end to
   * write into is not waited for: nobody reads from it any more.
   *
   * @throws IllegalStateException if it could not mask
   */
  public void end() {
    closeOurEnd();
    Kernel.close(wake[1]);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // The stop is for whoever comes after: a log ends in any case.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new IllegalStateException("could not mask the secrets in its output", failure);
    }
  }

  private void run() {
    try (Arena arena = Arena.ofConfined()) {
      pump(arena.allocate(2 * POLL_BYTES, 8), arena.allocate(BUFFER_BYTES));
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      Kernel.close(pipe[0]);
      Kernel.close(wake[0]);
    }
  }

  private void pump(MemorySegment polled, MemorySegment buffer) {
    var bytes = new byte[BUFFER_BYTES];
    boolean ending = false;
    int left = 1; // bytes of which we know that they were written before the end came
    while (left > 0) {
      poll(polled, ending);
      if (!ending && answer(polled, 1) != 0) {
        ending = true;
        left = Kernel.pipeBytes(pipe[0]);
      }
      if (answer(polled, 0) != 0) {
        int count = Kernel.read(pipe[0], buffer);
        if (count <= 0) {
          break; // Nobody is left who could write.
        }
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, bytes, 0, count);
        write(bytes, count, buffer);
        left -= ending ? count : 0;
      } else if (ending) {
        break;
      }
    }
    finish(buffer);
  }

  /** Waits for either, or looks only, if the end has come. */
  private void poll(MemorySegment polled, boolean ending) {
    for (int i = 0; i < 2; i++) {
      polled.set(ValueLayout.JAVA_INT, i * POLL_BYTES, i == 0 ? pipe[0] : wake[0]);
      polled.set(ValueLayout.JAVA_SHORT, i * POLL_BYTES + EVENTS, READABLE);
      polled.set(ValueLayout.JAVA_SHORT, i * POLL_BYTES + ANSWER, (short) 0);
    }
    if (!ending) {
      Kernel.pollBoth(polled.address());
    } else {
      Kernel.lookAtBoth(polled.address());
    }
  }

  private static short answer(MemorySegment polled, int which) {
    return polled.get(ValueLayout.JAVA_SHORT, which * POLL_BYTES + ANSWER);
  }

  private void write(byte[] bytes, int count, MemorySegment buffer) {
    try {
      masking.feed(bytes, 0, count, (masked, from, length) -> append(masked, from, length, buffer));
    } catch (IOException e) {
      throw new AssertionError("what can't be written is counted", e);
    }
  }

  private void finish(MemorySegment buffer) {
    try {
      masking.finish((masked, from, length) -> append(masked, from, length, buffer));
    } catch (IOException e) {
      throw new AssertionError("what can't be written is counted", e);
    }
    if (lost > 0) {
      byte[] note =
          "%norchestrate: %,d bytes are missing in this log: %s%n"
              .formatted(lost, whyLost)
              .getBytes(UTF_8);
      append(note, 0, note.length, buffer); // It may have room again.
    }
  }

  private void append(byte[] bytes, int offset, int length, MemorySegment buffer) {
    for (int done = 0; done < length; ) {
      int piece = Math.min(length - done, BUFFER_BYTES);
      MemorySegment.copy(bytes, offset + done, buffer, ValueLayout.JAVA_BYTE, 0, piece);
      int written = Kernel.write(target, buffer.address(), piece);
      if (written < 0) {
        lost += length - done;
        whyLost = Libc.describe(-written);
        return;
      }
      done += written;
    }
  }
}
