package orchestrate.coordinator.live;

import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedSemaphore;

/**
 * Threads that wait for an object in shared memory.
 *
 * @param object its kind and name, and how it stands
 */
record SharedWait(String object, int waiting, long longestMillis) {
  /** Those that wait now in any process of the session. */
  static List<SharedWait> in(Session session) {
    var waits = new ArrayList<SharedWait>();
    for (SharedObject object : session.objects()) {
      List<Waiter> waiting = isOfJob(object) ? object.waiting() : List.of();
      if (!waiting.isEmpty()) {
        long longest = waiting.getFirst().waited().toMillis();
        waits.add(new SharedWait(describe(object), waiting.size(), longest));
      }
    }
    return waits;
  }

  /** Those of the run itself have a dot in their names. */
  private static boolean isOfJob(SharedObject object) {
    return object.name().indexOf('.') < 0;
  }

  private static String describe(SharedObject object) {
    String state =
        switch (object) {
          case SharedSemaphore semaphore ->
              " (%d of %d free)".formatted(semaphore.availablePermits(), semaphore.permits());
          case SharedBarrier barrier ->
              " (%d of %d there)".formatted(barrier.getNumberWaiting(), barrier.getParties());
          default -> "";
        };
    return object.kind() + " " + object.name() + state;
  }
}
