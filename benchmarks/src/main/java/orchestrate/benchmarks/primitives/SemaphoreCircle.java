package orchestrate.benchmarks.primitives;

import java.util.stream.IntStream;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedSemaphore;

/**
 * Two processes hand over to each other through three semaphores of one permit.
 *
 * <p>Of ours only the holder may release, so two wouldn't do. Whoever has the turn holds two: it
 * releases one, for which the other waits, and then waits for the one that the other holds.
 *
 * <pre>
 *   first   holds 0, 2: releases 0, waits for 1     then holds 1, 2: releases 2, waits for 0 ...
 *   second  holds 1: waits for 0, releases 1, waits for 2 ...
 * </pre>
 *
 * <p>Each hand-over is one release and one acquire, as with a pair of semaphores without owners.
 */
final class SemaphoreCircle {
  private final SharedSemaphore[] semaphores;
  private int at;

  SemaphoreCircle(Session session) {
    semaphores =
        IntStream.range(0, 3)
            .mapToObj(i -> session.semaphore("circle-" + i, 1))
            .toArray(SharedSemaphore[]::new);
  }

  /** Before the second does. */
  void beginAsFirst() throws InterruptedException {
    semaphores[0].acquire();
    semaphores[2].acquire();
  }

  void beginAsSecond() throws InterruptedException {
    semaphores[1].acquire();
  }

  /** The first's part. {@code times} gets the time before the first and after each round trip. */
  void ask(long[] times) throws InterruptedException {
    times[0] = System.nanoTime();
    for (int i = 1; i < times.length; i++) {
      semaphores[at].release();
      at = next(at);
      semaphores[at].acquire();
      at = next(at);
      times[i] = System.nanoTime();
    }
  }

  /** The second's part. */
  void answer(int roundTrips) throws InterruptedException {
    for (int i = 0; i < roundTrips; i++) {
      semaphores[at].acquire();
      at = next(at);
      semaphores[at].release();
      at = next(at);
    }
  }

  private static int next(int i) {
    return i == 2 ? 0 : i + 1;
  }
}
