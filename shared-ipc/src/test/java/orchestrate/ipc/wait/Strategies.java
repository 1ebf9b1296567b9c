package orchestrate.ipc.wait;

import java.util.stream.Stream;

/** All ways to wait, none of which hides a lost wake-up: where one is possible, it hangs. */
final class Strategies {
  private Strategies() {}

  static Stream<WaitStrategy> all() {
    return Futex.AVAILABLE
        ? Stream.of(strict(), new FutexWait(false, Long.MAX_VALUE), new PortableWait())
        : Stream.of(new PortableWait());
  }

  static FutexWait strict() {
    return new FutexWait(FutexVector.SUPPORTED, Long.MAX_VALUE);
  }
}
