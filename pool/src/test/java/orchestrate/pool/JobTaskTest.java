package orchestrate.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import orchestrate.ipc.array.SharedLongs;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a job file names as {@code class:} runs in a pool, too, in real processes. */
@Timeout(60)
class JobTaskTest {
  private static ProcessPool pool;

  @BeforeAll
  static void start() {
    pool = ProcessPool.of(1);
  }

  @AfterAll
  static void end() {
    pool.close();
  }

  enum Unit {
    LINES,
    BYTES
  }

  /** As in a job: not serialisable, with components that {@code with} can give. */
  record Count(List<Path> files, Unit unit, double factor) implements Task {
    @Override
    public void run(TaskContext context) throws Exception {
      long sum = 0;
      for (Path file : files) {
        Path path = context.resolve(file);
        sum += unit == Unit.LINES ? Files.readAllLines(path).size() : Files.size(path);
      }
      context.output("sum", sum * factor);
      context.output("unit", unit);
      context.output("worker", ProcessHandle.current().pid());
    }
  }

  @Test
  void givesWhatTheTaskPutOut(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a b"), "1\n22\n");
    Map<String, String> outputs =
        pool.submit(new Count(List.of(file, file), Unit.LINES, 0.5)).get();
    assertThat(outputs)
        .containsEntry("sum", "2.0")
        .containsEntry("unit", "LINES")
        .hasEntrySatisfying(
            "worker",
            pid ->
                assertThat(pool.processes()).extracting(worker -> "" + worker.pid()).contains(pid));
    assertThat(pool.submit(new Count(List.of(file), Unit.BYTES, 1)).get())
        .containsEntry("sum", "5.0");
  }

  record Sees(String greeting) implements Task {
    @Override
    public void run(TaskContext context) {
      context.output("task", context.task());
      context.output("item", context.item());
      context.output("instance", context.instance());
      context.output("directory", context.directory());
      context.output("environment", context.environment().equals(System.getenv()));
      context.log().println("in the log");
      context.log().close();
      System.out.println("and " + greeting);
    }
  }

  @Test
  void knowsTheSurroundingsOfTheProgram() throws Exception {
    assertThat(pool.submit(new Sees("hello")).get())
        .isEqualTo(
            Map.of(
                "task", "Sees",
                "item", "Optional.empty",
                "instance", "0",
                "directory", Path.of("").toAbsolutePath().toString(),
                "environment", "true"));
  }

  record UsesAll(int rounds) implements Task {
    @Override
    public void run(TaskContext context) throws Exception {
      for (int i = 0; i < rounds; i++) {
        context.semaphore("permits").acquire();
        context.lock("lock").lock();
        try {
          context.counter("done").increment();
        } finally {
          context.lock("lock").unlock();
          context.semaphore("permits").release();
        }
      }
      context.event("told").set();
      context.latch("three").countDown();
      context.barrier("alone").await();
      context.queue("texts").put("from the task");
    }
  }

  @Test
  void hasTheObjectsOfTheSessionByName() throws Exception {
    var session = pool.session();
    SharedSemaphore permits = session.semaphore("permits", 2);
    session.lock("lock");
    session.barrier("alone", 1);
    SharedQueue<String> texts = session.queue("texts", QueueSpec.fifo(3), Codec.strings());
    var told = session.event("told");
    var three = session.latch("three", 3);
    var done = session.counter("done");

    assertThat(pool.submit(new UsesAll(5)).get()).isEmpty();

    assertThat(done.get()).isEqualTo(5);
    assertThat(told.isSet()).isTrue();
    assertThat(three.getCount()).isEqualTo(2);
    assertThat(texts.poll()).isEqualTo("from the task");
    assertThat(permits.availablePermits()).isEqualTo(2);
  }

  record Forgetful(boolean fails) implements Task {
    @Override
    @SuppressWarnings("LockNotBeforeTry") // It is what it forgets.
    public void run(TaskContext context) throws Exception {
      context.semaphore("kept").acquire(2);
      context.lock("kept lock").lock();
      context.lock("kept lock").lock();
      if (fails) {
        throw new IllegalStateException("on purpose");
      }
    }
  }

  /** The worker lives on; nothing stays in its hands. */
  @Test
  void givesBackWhatATaskKept() throws Exception {
    SharedSemaphore kept = pool.session().semaphore("kept", 3);
    SharedLock lock = pool.session().lock("kept lock");
    pool.submit(new Forgetful(false)).get();
    assertThat(kept.availablePermits()).isEqualTo(3);
    assertThat(lock.isLocked()).isFalse();
    assertThatThrownBy(() -> pool.submit(new Forgetful(true)).get())
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("on purpose");
    assertThat(kept.availablePermits()).isEqualTo(3);
    assertThat(lock.isLocked()).isFalse();
  }

  enum Lack {
    ATTEMPT,
    SECRET,
    FORK,
    SEMAPHORE
  }

  record Lacks(Lack what) implements Task {
    @Override
    public void run(TaskContext context) throws Exception {
      context.join(); // of no subtasks, as in a job
      switch (what) {
        case ATTEMPT -> context.output("attempt", context.attempt());
        case SECRET -> context.output("secret", context.secret("key"));
        case FORK -> context.fork(this);
        case SEMAPHORE -> context.semaphore("of nobody").acquire();
      }
    }
  }

  @Test
  void saysWhatOnlyAJobHas() {
    assertThatThrownBy(() -> pool.submit(new Lacks(Lack.ATTEMPT)).get())
        .cause()
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("task Lacks runs in a process pool, which does not say");
    assertThatThrownBy(() -> pool.submit(new Lacks(Lack.SECRET)).get())
        .cause()
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageStartingWith("task Lacks has no secret `key`: it runs in a process pool");
    assertThatThrownBy(() -> pool.submit(new Lacks(Lack.FORK)).get())
        .cause()
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageEndingWith("who has the pool can submit Lacks to it as well");
    assertThatThrownBy(() -> pool.submit(new Lacks(Lack.SEMAPHORE)).get())
        .cause()
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("no semaphore 'of nobody' in session");
  }

  /** What is serialisable is sent as it is, whatever its components. */
  record Fill(SharedLongs longs, Map<String, Integer> more) implements Task, Serializable {
    @Override
    public void run(TaskContext context) {
      longs.set(0, more.getOrDefault("value", 0));
    }
  }

  private static final class Plain implements Task {
    @Override
    public void run(TaskContext context) {}
  }

  record WithMap(Map<String, Integer> map) implements Task {
    @Override
    public void run(TaskContext context) {}
  }

  record Positive(int number) implements Task {
    Positive {
      // Here it is made; there it is not.
      if (number < 1 || Boolean.getBoolean("orchestrate.picky")) {
        throw new IllegalArgumentException("not positive: " + number);
      }
    }

    @Override
    public void run(TaskContext context) {}
  }

  @Test
  void sendsRecordsByTheirPartsAndOthersAsTheyAre() throws Exception {
    SharedLongs longs = pool.session().longs("filled", 1);
    pool.submit(new Fill(longs, Map.of("value", 42))).get();
    assertThat(longs.get(0)).isEqualTo(42);

    assertThatThrownBy(() -> pool.submit(new Plain()))
        .isInstanceOf(TaskFormatException.class)
        .hasMessage(
            "task orchestrate.pool.JobTaskTest$Plain can't be sent to another process: class"
                + " orchestrate.pool.JobTaskTest$Plain is no record; it must be a record as a job"
                + " can have it, or java.io.Serializable");
    assertThatThrownBy(() -> pool.submit(new WithMap(Map.of())))
        .isInstanceOf(TaskFormatException.class)
        .hasMessageContaining("parameter `map` of ");
    assertThatThrownBy(() -> pool.submit((Task & Serializable) context -> longs.wait()).get())
        .as("a lambda that takes a context is a task")
        .cause()
        .isInstanceOf(IllegalMonitorStateException.class);

    pool.submit(() -> System.setProperty("orchestrate.picky", "true")).get();
    assertThatThrownBy(() -> pool.submit(new Positive(1)).get())
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not positive: 1");
  }

  record Sleeps() implements Task {
    @Override
    public void run(TaskContext context) throws Exception {
      Thread.sleep(100_000);
    }
  }

  @Test
  void endsTasksThatTakeTooLong() {
    assertThatThrownBy(() -> pool.submit(new Sleeps(), Duration.ofMillis(50)).get())
        .cause()
        .isInstanceOf(TimeoutException.class);
  }
}
