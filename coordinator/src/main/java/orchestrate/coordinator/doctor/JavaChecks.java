package orchestrate.coordinator.doctor;

import java.util.List;
import javax.tools.ToolProvider;
import orchestrate.coordinator.pool.PoolFacts;

/** The Java that this process runs on, and how it was started. */
final class JavaChecks {
  private static final int LEAST = 25;

  private JavaChecks() {}

  static List<Finding> all() {
    return List.of(version(), compiler(), access(), caches());
  }

  private static Finding version() {
    Runtime.Version version = Runtime.version();
    String found = version + " in " + System.getProperty("java.home");
    return version.feature() >= LEAST
        ? Finding.ok("java", found)
        : Finding.needed(
            "java", found, "orchestrate does not run", "install JDK " + LEAST + " or newer");
  }

  private static Finding compiler() {
    return ToolProvider.getSystemJavaCompiler() != null
        ? Finding.ok("java compiler", "is there")
        : Finding.missing(
            "java compiler",
            "this Java has none",
            "a task like `java: Count.java` can't be compiled",
            "install a JDK, not a JRE");
  }

  /** What config/*.options ask for. */
  private static Finding access() {
    Module java = Object.class.getModule();
    Module ours = JavaChecks.class.getModule();
    boolean given =
        ours.isNativeAccessEnabled()
            && java.isExported("sun.nio.ch", ours)
            && java.isOpen("java.lang.reflect", ours);
    return given
        ? Finding.ok("java flags", "native calls, and what the journal uses of the JDK")
        : Finding.needed(
            "java flags",
            "native calls, or what the journal uses of the JDK, are not allowed",
            "no run can keep its journal",
            "start it by bin/orchestrate, which gives Java the flags in config/*.options");
  }

  private static Finding caches() {
    return PoolFacts.haveCaches()
        ? Finding.ok("start-up caches", "are there")
        : Finding.missing(
            "start-up caches",
            "none",
            "each start takes longer: all classes are loaded and linked anew",
            "start it by bin/orchestrate, which makes them; if it can't, it says where its log is");
  }
}
