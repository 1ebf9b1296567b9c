package orchestrate.ipc.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import orchestrate.ipc.queue.QueueSpec.Delivery;
import orchestrate.ipc.queue.QueueSpec.Order;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.wait.FutexWait;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random operations, and the same on a list that is kept in order. */
class QueueModelTest {
  private static final int OPERATIONS = 4_000;

  @TempDir Path base;

  private record Job(int urgency, int number) {}

  @ParameterizedTest
  @EnumSource
  void doesWhatAListDoes(Order order) throws Exception {
    for (int capacity : new int[] {1, 2, 7, 40}) {
      for (Delivery delivery : Delivery.values()) {
        Path folder = base.resolve(capacity + "-" + delivery);
        assertThat(folder.toFile().mkdir()).isTrue();
        try (InProcess process = new InProcess(folder, new FutexWait())) {
          QueueSpec spec = new QueueSpec(order, capacity, 8, delivery, true);
          var codec = Codec.records(Job.class).withPriority(Job::urgency);
          new Comparison(order, process.queue(spec, codec)).run(new Random(capacity));
        }
      }
    }
  }

  private static final class Comparison {
    private final Order order;
    private final SharedQueue<Job> queue;
    private final List<Job> list = new ArrayList<>();
    private int taken;

    Comparison(Order order, SharedQueue<Job> queue) {
      this.order = order;
      this.queue = queue;
    }

    void run(Random random) throws InterruptedException {
      for (int number = 0; number < OPERATIONS; number++) {
        // More is put at times and more is taken at others, so that it is full and empty often.
        boolean filling = number / 100 % 2 == 0;
        switch (random.nextInt(20)) {
          case 0 -> remove(random);
          case 1 -> removeByIterator(random);
          case 2 -> drain(random.nextInt(4));
          case 3 -> finish();
          case 4, 5, 6, 7 -> offer(new Job(random.nextInt(5), number));
          case 8, 9, 10, 11 -> poll();
          default -> {
            if (filling) {
              offer(new Job(random.nextInt(5), number));
            } else {
              poll();
            }
          }
        }
        assertThat(queue.toArray()).isEqualTo(list.toArray());
        assertThat(queue).hasSize(list.size());
        int free = queue.spec().capacity() - list.size();
        if (order == Order.FIFO && !list.isEmpty()) {
          assertThat(queue.remainingCapacity()).isBetween(0, free);
        } else {
          assertThat(queue.remainingCapacity()).isEqualTo(free);
        }
        assertThat(queue.isEmpty()).isEqualTo(list.isEmpty());
        assertThat(queue.peek()).isEqualTo(list.isEmpty() ? null : list.getFirst());
        assertThat(queue.join(Duration.ZERO)).isEqualTo(list.isEmpty() && taken == 0);
      }
    }

    private void offer(Job job) {
      int free = queue.spec().capacity() - list.size();
      // Room in the middle of a ring can't be used.
      boolean room = order == Order.FIFO ? queue.remainingCapacity() > 0 : free > 0;
      if (room) {
        list.add(order == Order.LIFO ? 0 : list.size(), job);
        if (order == Order.PRIORITY) {
          list.sort(Comparator.comparingInt(Job::urgency)); // which keeps the order of equals
        }
      }
      assertThat(queue.offer(job)).isEqualTo(room);
    }

    private void poll() {
      @Nullable Job expected = list.isEmpty() ? null : list.removeFirst();
      taken += expected == null ? 0 : 1;
      assertThat(queue.poll()).isEqualTo(expected);
    }

    private void drain(int max) {
      List<Job> expected = list.subList(0, Math.min(max, list.size()));
      List<Job> drained = new ArrayList<>();
      assertThat(queue.drainTo(drained, max)).isEqualTo(expected.size());
      assertThat(drained).isEqualTo(expected);
      taken += drained.size();
      expected.clear();
    }

    private void remove(Random random) {
      Job job =
          list.isEmpty() || random.nextInt(4) == 0
              ? new Job(0, -1)
              : list.get(random.nextInt(list.size()));
      assertThat(queue.remove(job)).isEqualTo(list.remove(job));
    }

    private void removeByIterator(Random random) {
      Iterator<Job> ours = queue.iterator();
      for (Iterator<Job> theirs = list.iterator(); theirs.hasNext(); ) {
        assertThat(ours.next()).isEqualTo(theirs.next());
        if (random.nextInt(5) == 0) {
          ours.remove();
          theirs.remove();
        }
      }
      assertThat(ours.hasNext()).isFalse();
    }

    private void finish() {
      for (; taken > 0; taken--) {
        queue.taskDone();
      }
    }
  }
}
