package orchestrate.ipc.wait;

/** Threads of this package that serve others and don't keep the process alive. */
final class Daemon {
  private static final long STACK_BYTES = 1 << 18;

  private Daemon() {}

  static Thread start(String name, Runnable life) {
    return Thread.ofPlatform()
        .daemon()
        .group(outermostGroup()) // Who happens to be the first to need it does not own it.
        .name(name)
        .inheritInheritableThreadLocals(false)
        .stackSize(STACK_BYTES)
        .start(life);
  }

  private static ThreadGroup outermostGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }
}
