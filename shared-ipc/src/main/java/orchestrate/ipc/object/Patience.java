package orchestrate.ipc.object;

import orchestrate.ipc.wait.Deadline;

/**
 * How long one wait of one thread may last, and whether an interrupt ends it. If it doesn't, the
 * thread is interrupted again when the wait is over.
 *
 * <pre>{@code
 * try (Patience patience = Patience.uninterruptible()) {
 *   while (!done() && !patience.isOver()) {
 *     waiters.await(place, offset, seen, patience);
 *   }
 * }
 * }</pre>
 */
public final class Patience implements AutoCloseable {
  private final Deadline deadline;
  private final boolean interruptible;
  private boolean interrupted;

  private Patience(Deadline deadline, boolean interruptible) {
    this.deadline = deadline;
    this.interruptible = interruptible;
  }

  /** Ends by the deadline or an interrupt. */
  public static Patience until(Deadline deadline) {
    return new Patience(deadline, true);
  }

  /** Ends by nothing but what is waited for. */
  public static Patience uninterruptible() {
    return new Patience(Deadline.never(), false);
  }

  public Deadline deadline() {
    return deadline;
  }

  /** Whether the time is up. */
  public boolean isOver() {
    return deadline.expired();
  }

  /** Notes an interrupt, or ends the wait by it. */
  public void interrupted(InterruptedException e) throws InterruptedException {
    if (interruptible) {
      throw e;
    }
    interrupted = true;
  }

  @Override
  public void close() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
