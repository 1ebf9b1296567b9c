package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.session.Session;

/** A queue whose elements say who put them in, and which in order it was. */
final class QueueSubject implements Subject {
  static final int CAPACITY = 8;
  private static final int PRIORITIES = 4;
  private static final Codec<Long> CODEC = Codec.longs().withPriority(x -> x % PRIORITIES);

  private final SharedQueue<Long> queue;
  private final QueueLedger ledger;
  private long next;

  /**
   * @param ledgers the folder where peers write down what they did
   * @param self the number of this peer
   */
  QueueSubject(Session session, QueueSpec spec, Path ledgers, int self) throws IOException {
    String name = spec.order().toString();
    queue = session.queue(name, spec, CODEC);
    ledger = new QueueLedger(ledgers, name, self);
    next = (long) self << Integer.SIZE;
  }

  @Override
  public Map<String, Round> roles() {
    return Map.of(queue.name() + " put", this::put, queue.name() + " take", this::take);
  }

  private void put() throws InterruptedException, IOException {
    queue.put(next);
    ledger.put(next);
    next++;
  }

  private void take() throws InterruptedException, IOException {
    done(queue.take());
  }

  private void done(long element) throws IOException {
    ledger.taken(element);
    if (queue.spec().joinable()) {
      queue.taskDone();
    }
  }

  @Override
  public long audit(Scores scores) throws IOException, InterruptedException {
    for (Long left = queue.poll(); left != null; left = queue.poll()) {
      done(left);
    }
    assertThat(queue.isEmpty()).as("%s", queue).isTrue();
    assertThat(queue.remainingCapacity()).as("%s", queue).isEqualTo(CAPACITY);
    if (queue.spec().joinable()) {
      assertThat(queue.join(Duration.ZERO)).as("all done: %s", queue).isTrue();
    }
    return ledger.audit(queue.spec().order(), scores.deaths());
  }
}
