package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;

import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.session.Session;

/**
 * Takes requests to cancel from other processes of the same user, out of a queue in the run's
 * session, and answers each.
 */
final class CancelRequests {
  /** Whoever asks before we listen makes the queue; no object of a job has a dot in its name. */
  private static final String QUEUE = "orchestrate.cancel";

  private static final QueueSpec SPEC = QueueSpec.fifo(64).elementsOf(2048);

  private final Session session;
  private final Watchers watchers;
  private final Function<CancelRequest, CancelAnswer> handler;

  /**
   * @param handler acts on a request, on the run's thread, and says what came of it
   */
  CancelRequests(
      Session session, Watchers watchers, Function<CancelRequest, CancelAnswer> handler) {
    this.session = session;
    this.watchers = watchers;
    this.handler = handler;
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
        "requests to cancel",
        () -> request.set(queue.take()),
        () -> {
          answer(CancelRequest.parse(requireNonNull(request.get())));
          listen(queue);
        });
  }

  private void answer(CancelRequest request) {
    CancelAnswer answer = handler.apply(request);
    try {
      session.findQueue(answersOf(request.pid()), Codec.strings()).offer(answer.text());
    } catch (NoSuchElementException e) {
      // It was a process that does not want to know.
    }
  }
}
