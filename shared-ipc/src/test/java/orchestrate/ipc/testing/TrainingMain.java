package orchestrate.ipc.testing;

import java.nio.file.Path;
import java.util.List;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.LockSpec;

/** Does once what the processes of tests do: see {@link QuickStart}. */
final class TrainingMain {
  private TrainingMain() {}

  /** Makes a session in that folder. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    try (Session session = Session.create(folder, "trainer");
        Session guest = Session.open(folder, "guest")) {
      session.semaphore("semaphore", 1);
      session.event("event");
      session.latch("latch", 1);
      session.counter("counter");
      session.barrier("barrier", 1);
      session.lock("lock", LockSpec.inOrder());
      session.readWriteLock("read-write-lock");
      for (String command :
          List.of(
              "acquire semaphore 1",
              "release semaphore 1",
              "set event",
              "wait event",
              "count-down latch 1",
              "await-latch latch",
              "increment counter",
              "arrive barrier",
              "lock lock",
              "unlock lock",
              "read read-write-lock",
              "ask semaphore.available semaphore")) {
        System.out.println(PeerMain.answer(guest, command.split(" ")));
      }
    }
  }
}
