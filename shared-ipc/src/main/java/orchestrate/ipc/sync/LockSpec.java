package orchestrate.ipc.sync;

import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.ObjectKind;

/**
 * What a lock is made with.
 *
 * @param fair whether it goes to those who wait in the order in which they came
 */
public record LockSpec(boolean fair) {
  private static final long FAIR = 1;

  /** Whoever comes first when it is free gets it: the fastest. */
  public static LockSpec unfair() {
    return new LockSpec(false);
  }

  /** Those who wait get it in the order in which they came. */
  public static LockSpec inOrder() {
    return new LockSpec(true);
  }

  public static LockSpec of(Header header) {
    return new LockSpec((header.parameters() & FAIR) != 0);
  }

  public Header header() {
    return new Header(ObjectKind.LOCK, fair ? FAIR : 0);
  }

  @Override
  public String toString() {
    return fair ? "fair lock" : "unfair lock";
  }
}
