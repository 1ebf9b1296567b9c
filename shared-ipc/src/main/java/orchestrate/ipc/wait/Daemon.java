package orchestrate.ipc.wait;

/** Threads of this package that serve others and don't keep the process alive. */
final class Daemon {
  private static final long STACK_BYTES = 1 << 18;

  private Daemon() {}

  static Thread start(String name, Runnable life) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .inheritInheritableThreadLocals(false)
        .stackSize(STACK_BYTES)
        .start(life);
  }
}
