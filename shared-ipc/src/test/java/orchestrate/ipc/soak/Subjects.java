package orchestrate.ipc.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.LockSpec;

/** One of each kind. */
final class Subjects {
  private Subjects() {}

  /**
   * Opens all, or makes them.
   *
   * @param folder where peers leave what must be known when they are dead
   * @param self the number of this process
   */
  static List<Subject> of(Session session, Path folder, int self) throws IOException {
    return List.of(
        new LockSubject(session, "unfair lock", LockSpec.unfair()),
        new LockSubject(session, "fair lock", LockSpec.inOrder()),
        new ReadWriteLockSubject(session),
        new SemaphoreSubject(session, "unfair semaphore", SemaphoreSubject.unfair()),
        new SemaphoreSubject(session, "semaphore in order", SemaphoreSubject.unfair().inOrder()),
        new BufferSubject(session),
        new QueueSubject(session, QueueSpec.fifo(QueueSubject.CAPACITY).withTasks(), folder, self),
        new QueueSubject(session, QueueSpec.lifo(QueueSubject.CAPACITY).atMostOnce(), folder, self),
        new QueueSubject(session, QueueSpec.priority(QueueSubject.CAPACITY), folder, self),
        new BarrierSubject(session),
        new EventSubject(session),
        new LatchSubject(session),
        new CounterSubject(session));
  }

  static List<String> roles(List<Subject> subjects) {
    return subjects.stream()
        .flatMap(subject -> subject.roles().keySet().stream())
        .sorted()
        .toList();
  }
}
