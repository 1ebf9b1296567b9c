package orchestrate.ipc.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterProperty;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SemaphoreSpec;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedLatch;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Peer;

/**
 * Three processes do what they are told, one after the other, and each answer is that of a model.
 * One that waits is told nothing until its wait is over.
 */
@AddLifecycleHook(LimitedTry.class)
class ProcessesTest {
  private static final int PROCESSES = 3;

  private final Path base = Files.createTempDirectory("processes");
  private final Session session = Session.create(base.resolve("s"), "tester");
  private final List<Peer> peers = new ArrayList<>();
  private int tries;

  record Step(int who, int what, int n) {}

  /** Started once for a property. */
  ProcessesTest() throws IOException {
    for (int i = 0; i < PROCESSES; i++) {
      peers.add(Peer.join(session.folder(), "peer-" + i));
    }
  }

  @AfterProperty
  void endProcesses() throws IOException {
    peers.forEach(Peer::close);
    session.close();
    Files.delete(base);
  }

  @Property(tries = 40)
  void fairSemaphore(
      @ForAll @IntRange(min = 1, max = 4) int permits,
      @ForAll @Size(max = 25) List<@From("steps") Step> steps) {
    SharedSemaphore semaphore =
        session.semaphore("semaphore-" + tries++, SemaphoreSpec.of(permits).inOrder());
    SemaphoreModel model = new SemaphoreModel(semaphore);
    steps.forEach(model::take);
    model.release();
    assertThat(semaphore.availablePermits()).isEqualTo(permits);
    assertThat(semaphore.holders()).isEmpty();
  }

  private final class SemaphoreModel {
    private final SharedSemaphore semaphore;
    private final int[] held = new int[PROCESSES];
    private final List<Step> queue = new ArrayList<>();
    private int free;

    SemaphoreModel(SharedSemaphore semaphore) {
      this.semaphore = semaphore;
      this.free = semaphore.permits();
    }

    void take(Step step) {
      if (queue.stream().anyMatch(waiting -> waiting.who == step.who)) {
        return;
      }
      int who = step.who;
      int n = Math.min(step.n, semaphore.permits());
      switch (step.what) {
        case 0 -> {
          expect(who, "ask semaphore.try %s %d", n <= free, n);
          if (n <= free) {
            hold(who, n);
          }
        }
        case 1 -> {
          // Who holds something and waits for more could wait for ever.
          if (held[who] == 0) {
            acquire(new Step(who, step.what, n));
          }
        }
        case 2 -> {
          if (n <= held[who]) {
            release(who, n);
          } else {
            assertThat(peers.get(who).ask("release %s %d".formatted(semaphore.name(), n)))
                .startsWith("IllegalStateException: " + semaphore)
                .endsWith("cannot release %d, this process holds %d".formatted(n, held[who]));
          }
        }
        default -> {
          expect(who, "ask semaphore.available %s", free);
          expect(who, "ask semaphore.held %s", held[who]);
        }
      }
    }

    private void acquire(Step step) {
      queue.add(step);
      peers.get(step.who).tell("acquire %s %d".formatted(semaphore.name(), step.n));
      if (queue.size() > 1 || step.n > free) {
        Eventually.await(() -> semaphore.getQueueLength() == queue.size());
      }
      settle();
    }

    private void release(int who, int n) {
      expect(who, "release %s %d", "done", n);
      hold(who, -n);
      settle();
    }

    /** Everything that is held, until all who wait have got and given back theirs. */
    void release() {
      for (int who = 0; free < semaphore.permits(); who = (who + 1) % PROCESSES) {
        if (held[who] > 0) {
          release(who, held[who]);
        }
      }
      assertThat(queue).isEmpty();
    }

    /** The first in the queue get what they wait for. */
    private void settle() {
      while (!queue.isEmpty() && queue.getFirst().n <= free) {
        Step first = queue.removeFirst();
        assertThat(peers.get(first.who).reply()).isEqualTo("done");
        hold(first.who, first.n);
      }
    }

    private void hold(int who, int n) {
      held[who] += n;
      free -= n;
    }

    private void expect(int who, String command, Object answer, int... n) {
      ask(who, command.formatted(semaphore.name(), n.length == 0 ? 0 : n[0]), answer);
    }
  }

  @Property(tries = 40)
  void latchAndCounter(
      @ForAll @IntRange(max = 9) int count,
      @ForAll @Size(max = 25) List<@From("steps") Step> steps) {
    String name = "latch-" + tries++;
    SharedLatch latch = session.latch(name, count);
    String counter = session.counter("counter-" + tries, count).name();
    List<Integer> waiting = new ArrayList<>();
    int left = count;
    long sum = count;
    for (Step step : steps) {
      int who = step.who;
      if (waiting.contains(who)) {
        continue;
      }
      switch (step.what) {
        case 0 -> {
          ask(who, "count-down %s %d".formatted(name, step.n), "done");
          left = Math.max(0, left - step.n);
        }
        case 1 -> {
          // One remains to count down.
          if (left == 0 || waiting.size() < PROCESSES - 1) {
            waiting.add(who);
            peers.get(who).tell("await-latch " + name);
            boolean waits = left > 0;
            Eventually.await(() -> !waits || latch.waiting().size() == waiting.size());
          }
        }
        case 2 -> {
          sum += step.n;
          ask(who, "ask counter.add %s %d".formatted(counter, step.n), sum);
        }
        default -> {
          ask(who, "ask latch.count " + name, left);
          ask(who, "ask counter.set %s %d %d".formatted(counter, sum + 1, 0), false);
          ask(who, "ask counter.set %s %d %d".formatted(counter, sum, sum - 1), true);
          sum--;
        }
      }
      if (left == 0) {
        waiting.forEach(one -> assertThat(peers.get(one).reply()).isEqualTo("done"));
        waiting.clear();
      }
    }
    latch.countDown(count);
    waiting.forEach(one -> assertThat(peers.get(one).reply()).isEqualTo("done"));
  }

  @Property(tries = 40)
  void barrier(
      @ForAll @IntRange(min = 1, max = PROCESSES) int parties,
      @ForAll @Size(max = 25) List<@From("steps") Step> steps) {
    SharedBarrier barrier = session.barrier("barrier-" + tries++, parties);
    String name = barrier.name();
    List<Integer> arrived = new ArrayList<>();
    for (Step step : steps) {
      int who = step.who;
      if (arrived.contains(who)) {
        continue;
      }
      switch (step.what) {
        case 0, 1 -> {
          arrived.add(who);
          peers.get(who).tell("arrive " + name);
          if (arrived.size() == parties) {
            for (int i = 0; i < parties; i++) {
              assertThat(peers.get(arrived.get(i)).reply()).isEqualTo("" + (parties - 1 - i));
            }
            arrived.clear();
          }
          Eventually.await(() -> barrier.getNumberWaiting() == arrived.size());
        }
        case 2 -> {
          ask(who, "ask barrier.reset " + name, "done");
          endByReset(arrived);
        }
        default -> {
          ask(who, "ask barrier.waiting " + name, arrived.size());
          ask(who, "ask barrier.broken " + name, false);
        }
      }
    }
    barrier.reset();
    endByReset(arrived);
  }

  private void endByReset(List<Integer> arrived) {
    arrived.forEach(who -> assertThat(peers.get(who).reply()).startsWith("BrokenBarrierException"));
    arrived.clear();
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, PROCESSES - 1),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(1, 3))
        .as(Step::new);
  }

  private void ask(int who, String command, Object answer) {
    assertThat(peers.get(who).ask(command)).as(command).isEqualTo(String.valueOf(answer));
  }
}
