package orchestrate.durable;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.UndecodableElementException;
import orchestrate.ipc.session.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elements that are to be dealt with, and takers that die before they are done. */
@Tag("thorough")
class TasksTest {
  private static final Duration NOT_LONG = Duration.ofMillis(20);
  private static final DurableSettings TASKS =
      DurableSettings.defaults().withElementsPerFile(16).withTasks();

  @TempDir Path base;

  private Session session;
  private final List<DurableQueue<String>> opened = new ArrayList<>();
  private final List<Peer> peers = new ArrayList<>();

  @BeforeEach
  void createSession() throws Exception {
    session = Session.create(base.resolve("session"), "tester");
  }

  @AfterEach
  void end() throws Exception {
    peers.forEach(Peer::close);
    endSession();
  }

  @Test
  void joinWaitsUntilAllIsDone() throws Exception {
    DurableQueue<String> queue = open(TASKS);
    queue.join();
    queue.addAll(List.of("a", "b"));
    assertThat(queue.join(NOT_LONG)).isFalse();
    assertThat(List.of(queue.take(), queue.take())).containsExactly("a", "b");
    assertThat(queue).isEmpty();
    assertThat(queue.poll()).isNull();
    FutureTask<?> joining = Threads.start(queue::join);
    queue.taskDone();
    assertThat(queue.join(NOT_LONG)).isFalse();
    assertThat(joining).isNotDone();
    queue.taskDone();
    joining.get();
    assertThat(queue.join(Duration.ZERO)).isTrue();
  }

  @Test
  void moreIsDoneThanWasTaken() throws Exception {
    DurableQueue<String> queue = open(TASKS);
    queue.put("a");
    assertThatIllegalStateException().isThrownBy(queue::taskDone).withMessageContaining("taskDone");
    queue.take();
    queue.taskDone();
    assertThatIllegalStateException().isThrownBy(queue::taskDone);
  }

  @Test
  void whatCannotBeDecodedIsDone() throws Exception {
    DurableQueue<String> queue = open(TASKS);
    queue.addAll(List.of("a", "b"));
    try (var broken =
        DurableQueue.open(session, base.resolve("queue"), new FailingCodec(), TASKS)) {
      assertThatExceptionOfType(UndecodableElementException.class).isThrownBy(broken::take);
      assertThatIllegalStateException().isThrownBy(broken::taskDone);
    }
    assertThat(queue.take()).isEqualTo("b");
    queue.taskDone();
    assertThat(queue.join(Duration.ZERO)).isTrue();
  }

  @Test
  void eachConsumerIsJoinedForItself() throws Exception {
    DurableQueue<String> billing = open(TASKS.forConsumer("billing"));
    DurableQueue<String> shipping = open(TASKS.forConsumer("shipping"));
    billing.put("a");
    billing.take();
    billing.taskDone();
    billing.join();
    assertThat(shipping.join(NOT_LONG)).isFalse();
    shipping.clear();
    shipping.join();
  }

  @Test
  void whatIsTakenIsNotSeenAndNotTakenAgain() throws Exception {
    DurableQueue<String> one = open(TASKS);
    DurableQueue<String> other = open(TASKS);
    one.addAll(elements(0, 40));
    assertThat(one.take()).isEqualTo("e0");
    assertThat(other.take()).isEqualTo("e1");
    assertThat(one).hasSize(38).first().isEqualTo("e2");
    assertThat(other.peek()).isEqualTo("e2");
    List<String> rest = new ArrayList<>();
    assertThat(other.drainTo(rest)).isEqualTo(38);
    assertThat(rest).containsExactlyElementsOf(elements(2, 40));
    for (int i = 0; i < 39; i++) {
      other.taskDone();
    }
    assertThat(one.prune()).isZero(); // the first element isn't done
    one.taskDone();
    assertThat(one.prune()).isEqualTo(2);
    one.join();
  }

  @Test
  void roomIsMadeByWhatIsDone() throws Exception {
    DurableQueue<String> queue = open(TASKS.withCapacity(1));
    queue.put("a");
    queue.take();
    assertThat(queue.offer("b", 1, MILLISECONDS)).isFalse();
    FutureTask<?> putting = Threads.start(() -> queue.put("b"));
    queue.taskDone();
    putting.get();
    assertThat(queue.take()).isEqualTo("b");
  }

  @Test
  void whatWasTakenAndNotDoneIsReturnedByClosing() throws Exception {
    DurableQueue<String> closed = open(TASKS);
    DurableQueue<String> other = open(TASKS);
    closed.addAll(elements(0, 3));
    assertThat(closed.take()).isEqualTo("e0");
    assertThat(closed.take()).isEqualTo("e1");
    assertThat(other.take()).isEqualTo("e2");
    closed.taskDone();
    FutureTask<?> taking = Threads.start(() -> assertThat(other.take()).isEqualTo("e1"));
    closed.close();
    taking.get();
  }

  @Test
  void anotherThreadsWordCountsWhenAllIsSpokenFor() throws Exception {
    DurableQueue<String> queue = open(TASKS);
    queue.addAll(elements(0, 4));
    IntStream.range(0, 3).forEach(_ -> queue.poll());
    Threads.start(queue::taskDone).get();
    queue.close();
    DurableQueue<String> next = open(TASKS); // nobody knew which of them was done
    assertThat(next).containsExactlyElementsOf(elements(0, 4));
    IntStream.range(0, 3).forEach(_ -> next.poll());
    Threads.start(next::taskDone).get();
    next.taskDone();
    Threads.start(next::taskDone).get();
    assertThatIllegalStateException().isThrownBy(next::taskDone);
    assertThat(next).containsExactly("e3");
    next.clear();
    next.join();
  }

  @Test
  void takersWaitWhenTooMuchIsOut() throws Exception {
    DurableQueue<String> queue = open(TASKS.withElementsPerFile(1 << 16));
    queue.addAll(elements(0, TaskFile.WINDOW + 10));
    List<String> out = new ArrayList<>();
    assertThat(queue.drainTo(out)).isEqualTo(TaskFile.WINDOW);
    assertThat(queue.poll()).isNull();
    assertThat(queue).hasSize(10);
    DurableQueue<String> other = open(TASKS);
    FutureTask<?> taking =
        Threads.start(() -> assertThat(other.take()).isEqualTo("e" + TaskFile.WINDOW));
    queue.taskDone();
    taking.get();
    queue.clear();
    other.close();
    assertThat(queue.take()).isEqualTo("e" + TaskFile.WINDOW);
    IntStream.range(0, TaskFile.WINDOW).forEach(_ -> queue.taskDone());
    queue.clear();
    queue.join();
  }

  @Test
  void interruptsAndClosingEndJoin() throws Exception {
    DurableQueue<String> queue = open(TASKS);
    queue.put("a");
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(queue::join);
    Threads.assertInterruptible(queue::join);
    FutureTask<?> joining = Threads.start(queue::join);
    queue.close();
    Threads.assertClosed(joining);
    assertThatExceptionOfType(QueueClosedException.class).isThrownBy(queue::join);
    assertThatExceptionOfType(QueueClosedException.class).isThrownBy(queue::taskDone);
  }

  @Test
  void whatAKilledTakerWasNotDoneWithIsHandedOutAgain() throws Exception {
    DurableQueue<String> queue = open(TASKS);
    queue.addAll(elements(0, 5));
    Peer peer = peer("hold", "holder", 3, 1);
    assertThat(queue.take()).isEqualTo("e3");
    assertThat(queue.take()).isEqualTo("e4");
    queue.taskDone();
    queue.taskDone();
    FutureTask<?> joining = Threads.start(queue::join);
    List<String> again = new ArrayList<>();
    FutureTask<?> taking =
        Threads.start(
            () -> {
              again.add(queue.take());
              again.add(queue.take());
              queue.taskDone();
            });
    peer.kill();
    taking.get();
    assertThat(again).containsExactly("e1", "e2");
    assertThat(joining).isNotDone();
    queue.taskDone(); // for the other thread
    joining.get();
  }

  @Test
  void whatNobodyWasDoneWithIsHandedOutAgainAfterARestartOfAll() throws Exception {
    DurableQueue<String> queue = open(TASKS);
    queue.addAll(elements(0, 6));
    Peer peer = peer("hold", "holder", 3, 1);
    assertThat(queue.take()).isEqualTo("e3");
    assertThat(queue.take()).isEqualTo("e4");
    queue.taskDone();
    queue.close();
    peer.kill();
    endSession();
    createSession(); // where the last one was
    peer("hold", "of the same number", 1, 0);
    DurableQueue<String> next = open(TASKS);
    assertThat(next).containsExactly("e2", "e4", "e5");
    next.clear();
    assertThat(next.join(NOT_LONG)).isFalse();
  }

  @Test
  void afterARebootAllFromTheFirstOneNotDoneIsHandedOutAgain() throws Exception {
    DurableQueue<String> queue = open(TASKS);
    queue.addAll(elements(0, 3));
    Peer peer = peer("hold", "holder", 2, 1);
    assertThat(queue.take()).isEqualTo("e2");
    queue.taskDone();
    peer.kill();
    endSession();
    try (ControlFile control = ControlFile.open(base.resolve("queue"))) {
      control.setUser(control.boot() + 1, control.session());
    }
    createSession();
    assertThat(open(TASKS)).containsExactly("e1", "e2");
  }

  @Test
  void joinEndsWhoeverDies() throws Exception {
    DurableQueue<String> queue = open(TASKS);
    int count = 3000;
    int kills = 6;
    queue.addAll(elements(0, count));
    FutureTask<?> joining = Threads.start(queue::join);
    for (int i = 0; i < 2; i++) {
      peer("work", "worker-" + i);
    }
    Random random = new Random(20_26);
    for (int i = 0; i < kills; i++) {
      queue.addAll(elements(count, count + 500));
      count += 500;
      LockSupport.parkNanos(random.nextInt(20_000_000));
      peers.removeFirst().shoot();
      peer("work", "worker-" + (i + 2));
    }
    joining.get(); // perhaps there was a moment before the last elements came
    queue.join();
    peers.forEach(Peer::kill);
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < kills + 2; i++) {
      String log = Files.readString(PeerMain.recordOf(base.resolve("queue"), "worker-" + i));
      log.substring(0, log.lastIndexOf('\n') + 1).lines().forEach(seen::add);
    }
    assertThat(seen).containsAll(elements(0, count)).hasSizeLessThanOrEqualTo(count + kills);
  }

  @Test
  void whoWasForgottenStartsOver() throws Exception {
    DurableQueue<String> queue = open(TASKS);
    queue.addAll(elements(0, 3));
    IntStream.range(0, 3).forEach(_ -> queue.poll());
    IntStream.range(0, 2).forEach(_ -> queue.taskDone());
    queue.forget(DurableSettings.DEFAULT_CONSUMER);
    assertThatIllegalStateException().isThrownBy(queue::join).withMessageContaining("forget");
    assertThat(open(TASKS)).containsExactlyElementsOf(elements(0, 3));
  }

  @Test
  void aQueueIsMadeWithTasksOrWithout() throws Exception {
    open(TASKS.withoutConsumer()).close();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(DurableSettings.defaults()))
        .withMessageContaining("made with tasks")
        .withMessageContaining("opened without");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> open(TASKS.withoutConsumer()).join())
        .withMessageContaining("without a consumer");
    Path plain = base.resolve("plain");
    try (var queue = DurableQueue.open(session, plain, Codec.strings())) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(queue::taskDone)
          .withMessageContaining("withTasks");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DurableQueue.open(session, plain, Codec.strings(), TASKS))
        .withMessageContaining("made without tasks")
        .withMessageContaining("opened with:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TASKS.withDelivery(Delivery.AT_MOST_ONCE))
        .withMessageContaining("AT_MOST_ONCE");
  }

  private DurableQueue<String> open(DurableSettings settings) throws Exception {
    DurableQueue<String> queue =
        DurableQueue.open(session, base.resolve("queue"), Codec.strings(), settings);
    opened.add(queue);
    return queue;
  }

  private Peer peer(String what, String name, Object... more) throws Exception {
    List<Object> args =
        new ArrayList<>(List.of(what, session.folder(), base.resolve("queue"), name));
    args.addAll(List.of(more));
    Peer peer = Peer.start(args.toArray());
    peers.add(peer);
    return peer;
  }

  private void endSession() throws Exception {
    for (DurableQueue<String> queue : opened) {
      queue.close();
    }
    opened.clear();
    session.close();
  }

  private static List<String> elements(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "e" + i).toList();
  }
}
