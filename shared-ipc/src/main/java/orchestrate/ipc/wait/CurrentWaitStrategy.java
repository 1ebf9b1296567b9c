package orchestrate.ipc.wait;

/** Picks once per process; see {@link WaitStrategy#current()}. */
final class CurrentWaitStrategy {
  static final WaitStrategy INSTANCE = Futex.AVAILABLE ? new FutexWait() : new PortableWait();

  private CurrentWaitStrategy() {}
}
