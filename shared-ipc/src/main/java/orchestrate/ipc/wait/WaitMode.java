package orchestrate.ipc.wait;

/** What the system property {@code orchestrate.wait} says; see {@link WaitStrategy#current()}. */
enum WaitMode {
  /** Futexes where there are any. Sleepers look again now and then, in case of a lost wake-up. */
  AUTO(1_000_000_000),

  /** As on a system that has no futexes. */
  PORTABLE(1_000_000_000),

  /** Like {@link #AUTO}, but nobody looks again: a lost wake-up is a hang, and a test finds it. */
  STRICT(Long.MAX_VALUE);

  static final WaitMode CURRENT = of(System.getProperty("orchestrate.wait", "auto"));

  /** How often sleepers look at their words. */
  final long safetyNanos;

  WaitMode(long safetyNanos) {
    this.safetyNanos = safetyNanos;
  }

  private static WaitMode of(String name) {
    return switch (name) {
      case "auto" -> AUTO;
      case "portable" -> PORTABLE;
      case "strict" -> STRICT;
      default ->
          throw new IllegalArgumentException(
              "orchestrate.wait is '" + name + "', expected auto, portable or strict");
    };
  }
}
