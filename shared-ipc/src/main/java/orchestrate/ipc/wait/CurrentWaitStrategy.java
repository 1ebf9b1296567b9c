package orchestrate.ipc.wait;

/** Picks once per process; see {@link WaitStrategy#current()}. */
final class CurrentWaitStrategy {
  static final WaitStrategy INSTANCE = choose(System.getProperty("orchestrate.wait", "auto"));

  private CurrentWaitStrategy() {}

  private static WaitStrategy choose(String wanted) {
    return switch (wanted) {
      case "auto", "portable" -> Futex.AVAILABLE ? new FutexWait() : new PortableWait();
      default ->
          throw new IllegalArgumentException(
              "orchestrate.wait is '" + wanted + "', expected auto or portable");
    };
  }
}
