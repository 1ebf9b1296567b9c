package orchestrate.ipc.wait;

import java.util.stream.Stream;

/** All ways to wait, the usual one such that a lost wake-up is a hang. */
final class Strategies {
  private Strategies() {}

  static Stream<WaitStrategy> all() {
    return Futex.AVAILABLE
        ? Stream.of(strict(), new FutexWait(false, 1_000_000), new PortableWait())
        : Stream.of(new PortableWait());
  }

  static FutexWait strict() {
    return new FutexWait(FutexVector.SUPPORTED, Long.MAX_VALUE);
  }
}
