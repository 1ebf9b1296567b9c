package orchestrate.ipc.wait;

import java.util.stream.Stream;

/** All ways to wait, the usual one such that a lost wake-up is a hang. */
final class Strategies {
  private static final long NO_LOOK = Long.MAX_VALUE;
  private static final Sleepers SLEEPERS = new Sleepers(NO_LOOK);

  private Strategies() {}

  static Stream<WaitStrategy> all() {
    return Futex.AVAILABLE
        ? Stream.of(strict(), new FutexWait(false, NO_LOOK, SLEEPERS), new PortableWait())
        : Stream.of(new PortableWait());
  }

  static FutexWait strict() {
    return new FutexWait(FutexVector.SUPPORTED, NO_LOOK, SLEEPERS);
  }
}
