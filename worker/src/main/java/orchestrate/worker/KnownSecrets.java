package orchestrate.worker;

import java.util.HashMap;
import java.util.Map;
import orchestrate.worker.mask.Mask;
import orchestrate.worker.protocol.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that this worker was told of. They are masked in all that comes out of it, whichever
 * task prints it: the threads, pools and static fields of a JVM are no task's own. Thread-safe.
 */
final class KnownSecrets {
  private static final Map<String, String> VALUES = new HashMap<>();

  private static volatile @Nullable Mask mask;

  private KnownSecrets() {}

  /** From now on these are masked, too. To be called before any task is given them. */
  static synchronized void add(Secrets secrets) {
    if (VALUES.entrySet().containsAll(secrets.values().entrySet())) {
      return;
    }
    boolean first = VALUES.isEmpty();
    VALUES.putAll(secrets.values());
    mask = Mask.of(VALUES);
    if (first) {
      OwnOutput.mask(KnownSecrets::known);
    }
  }

  /** What masks them; null if there are none. */
  static @Nullable Mask mask() {
    return mask;
  }

  /** What masks them, once there are some. */
  static Mask known() {
    Mask known = mask;
    if (known == null) {
      throw new IllegalStateException("this worker knows no secrets");
    }
    return known;
  }
}
