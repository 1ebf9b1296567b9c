package orchestrate.ipc.sync;

import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.ObjectKind;

/**
 * What a semaphore is made with.
 *
 * @param permits how many it has at first
 * @param fair whether permits go to those who wait in the order in which they came
 * @param bounded whether a process may give back only what it holds, so that there are never more
 *     permits than at first
 */
public record SemaphoreSpec(int permits, boolean fair, boolean bounded) {
  private static final long FAIR = 1L << 32;
  private static final long UNBOUNDED = 1L << 33;

  public SemaphoreSpec {
    if (permits < (bounded ? 1 : 0) || permits > SharedSemaphore.MAX_PERMITS) {
      throw new IllegalArgumentException(
          "a%s semaphore has %d to %d permits, not %d"
              .formatted(
                  bounded ? " bounded" : "n unbounded",
                  bounded ? 1 : 0,
                  SharedSemaphore.MAX_PERMITS,
                  permits));
    }
  }

  /** Bounded and unfair. */
  public static SemaphoreSpec of(int permits) {
    return new SemaphoreSpec(permits, false, true);
  }

  public static SemaphoreSpec of(Header header) {
    long parameters = header.parameters();
    return new SemaphoreSpec(
        (int) parameters, (parameters & FAIR) != 0, (parameters & UNBOUNDED) == 0);
  }

  /** The same, with permits given in order of arrival. */
  public SemaphoreSpec inOrder() {
    return new SemaphoreSpec(permits, true, bounded);
  }

  /** The same, to which anybody may add permits, as to a {@link java.util.concurrent.Semaphore}. */
  public SemaphoreSpec unbounded() {
    return new SemaphoreSpec(permits, fair, false);
  }

  public Header header() {
    return new Header(
        ObjectKind.SEMAPHORE, permits | (fair ? FAIR : 0) | (bounded ? 0 : UNBOUNDED));
  }

  @Override
  public String toString() {
    return "%s %s semaphore of %d permits"
        .formatted(fair ? "fair" : "unfair", bounded ? "bounded" : "unbounded", permits);
  }
}
