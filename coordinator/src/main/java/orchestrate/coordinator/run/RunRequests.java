package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;

import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.session.Session;

/**
 * Takes requests from other processes of the same user, out of a queue in the run's session, and
 * answers each.
 */
final class RunRequests {
  /** Whoever asks before we listen makes the queue; no object of a job has a dot in its name. */
  private static final String QUEUE = "orchestrate.requests";

  private static final QueueSpec SPEC = QueueSpec.fifo(64).elementsOf(2048);

  private final Session session;
  private final Watchers watchers;
  private final Cancelling cancelling;
  private final Pausing pausing;

  /** They act on the run's thread. */
  RunRequests(Session session, Watchers watchers, Cancelling cancelling, Pausing pausing) {
    this.session = session;
    this.watchers = watchers;
    this.cancelling = cancelling;
    this.pausing = pausing;
  }

  static SharedQueue<String> queue(Session session) {
    return session.queue(QUEUE, SPEC, Codec.strings());
  }

  static SharedQueue<String> answers(Session session, long pid) {
    return session.queue(answersOf(pid), SPEC, Codec.strings());
  }

  private static String answersOf(long pid) {
    return QUEUE + "." + pid;
  }

  /** From now on. */
  void listen() {
    listen(queue(session));
  }

  private void listen(SharedQueue<String> queue) {
    var request = new AtomicReference<String>();
    watchers.after(
        "requests of other processes",
        () -> request.set(queue.take()),
        () -> {
          answer(RunRequest.parse(requireNonNull(request.get())));
          listen(queue);
        });
  }

  private void answer(RunRequest request) {
    String by = request.by();
    RunAnswer answer =
        switch (request.wish()) {
          case RunRequest.Cancel cancel -> cancelling.act(cancel, by);
          case RunRequest.Pause() -> pausing.pause(by);
          case RunRequest.Unpause() -> pausing.unpause(by);
        };
    try {
      session.findQueue(answersOf(request.pid()), Codec.strings()).offer(answer.text());
    } catch (NoSuchElementException e) {
      // It was a process that does not want to know.
    }
  }
}
