package orchestrate.durable;

import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.core.io.BackgroundResourceReleaser;
import net.openhft.chronicle.queue.ChronicleQueue;

/** What Chronicle Queue needs of the JVM, and can't ask for itself. */
final class JvmFlags {
  /** It makes private methods of {@code java.base} callable. */
  static final String OPENS = "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED";

  /** It maps files by the JDK's own map0, which has no limit of 2 GB. */
  static final String EXPORTS = "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED";

  static {
    // Chronicle prints who made it, unless told not to before its first class is loaded.
    if (System.getProperty("chronicle.announcer.disable") == null) {
      System.setProperty("chronicle.announcer.disable", "true");
    }
    // Chronicle starts a thread that stays when it first lets go of something. That must not be in
    // the midst of what somebody else does, who would be taken for its owner.
    BackgroundResourceReleaser.releasePendingResources();
  }

  private JvmFlags() {}

  /**
   * Checks that they are there: without them Chronicle opens its files read-only, and says so only
   * in its log.
   *
   * @throws IllegalStateException if not; lists them
   */
  static void check() {
    Module base = Object.class.getModule();
    Module chronicle = ChronicleQueue.class.getModule();
    List<String> missing = new ArrayList<>();
    if (!base.isOpen("java.lang.reflect", chronicle)) {
      missing.add(OPENS);
    }
    if (!base.isExported("sun.nio.ch", chronicle)) {
      missing.add(EXPORTS);
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          ("a durable queue needs flags that this JVM was started without: %s. Give them to java,"
                  + " in JDK_JAVA_OPTIONS, or as Add-Opens and Add-Exports in the manifest of the"
                  + " jar that is run")
              .formatted(String.join(" ", missing)));
    }
  }
}
