package orchestrate.pool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import orchestrate.ipc.array.SharedLongs;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pool as its users see it, with real processes. */
@Timeout(60)
class ProcessPoolTest {
  @TempDir Path folder;

  /** What a worker thread does that is to be waited for. */
  private static void touch(String file) {
    try {
      Files.createFile(Path.of(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(Path file) throws InterruptedException {
    while (!Files.exists(file)) {
      Thread.sleep(5);
    }
  }

  private static boolean awaited(String file) throws InterruptedException {
    await(Path.of(file));
    return true;
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private static void forever() {
    while (true) {
      try {
        Thread.sleep(1_000);
      } catch (InterruptedException e) {
        // A task that can't be talked to.
      }
    }
  }

  @Test
  void runsTasksInOtherProcesses() throws Exception {
    try (ProcessPool pool = ProcessPool.of(2)) {
      String name = "it";
      assertThat(pool.submit(() -> "got " + name).get()).isEqualTo("got it");
      assertThat(pool.submit(() -> pid()).get()).isNotEqualTo(pid());
      assertThat(pool.submit(() -> {}).get()).isNull();
      assertThat(pool.submit((Runnable & Serializable) () -> {}, "mine").get()).isEqualTo("mine");
      assertThat(pool.submit(() -> (Object) null).get()).isNull();
      assertThat(pool.submit(() -> List.of(1, "two", 3.0)).get()).isEqualTo(List.of(1, "two", 3.0));
      assertThat(pool.submit(() -> new int[] {1, 2}).get()).containsExactly(1, 2);
      assertThat(pool.submit(() -> 1.5).get()).isEqualTo(1.5);
      assertThat(pool.submit(() -> true).get()).isTrue();
      assertThat(pool.submit(new Named("class")).get()).isEqualTo("class");
    }
  }

  private record Named(String name) implements RemoteCallable<String> {
    @Override
    public String call() {
      return name;
    }
  }

  @Test
  void givesBackWhatATaskThrew() {
    try (ProcessPool pool = ProcessPool.of(1)) {
      Throwable thrown =
          catchThrowable(
              () ->
                  pool.submit(
                          () -> {
                            throw new IOException("no such thing");
                          })
                      .get());
      assertThat(thrown).isInstanceOf(ExecutionException.class);
      Throwable cause = requireNonNull(thrown.getCause());
      assertThat(cause).isExactlyInstanceOf(IOException.class).hasMessage("no such thing");
      assertThat(cause.getStackTrace()[0].getClassName()).isEqualTo(getClass().getName());
      assertThat(cause.getCause())
          .isInstanceOf(RemoteTrace.class)
          .hasMessageMatching("(?s)thrown in worker 1 \\(pid \\d+\\):\njava.io.IOException.*");

      assertThatThrownBy(() -> pool.submit(() -> fail(new Unsendable())).get())
          .cause()
          .isInstanceOf(RemoteFailureException.class)
          .hasMessageContaining("Unsendable: has a thread");
      assertThatThrownBy(() -> pool.submit(() -> (Object) new Thread()).get())
          .cause()
          .isInstanceOf(TaskFormatException.class)
          .hasMessageContaining("java.lang.Thread is not java.io.Serializable");
      assertThat(pool.submit(() -> 1).join()).isEqualTo(1);
    }
  }

  private static int fail(Exception e) throws Exception {
    throw e;
  }

  private static final class Unsendable extends Exception {
    private static final long serialVersionUID = 1;

    @SuppressWarnings({"serial", "UnusedVariable"}) // It is what can't be sent.
    private final Object thread = Thread.currentThread();

    Unsendable() {
      super("has a thread");
    }
  }

  @Test
  void saysWhatCannotBeSent() {
    try (ProcessPool pool = ProcessPool.of(1)) {
      var lock = new Object();
      assertThatThrownBy(() -> pool.submit(() -> lock.hashCode()))
          .isInstanceOf(TaskFormatException.class)
          .hasMessageMatching(
              "a lambda of .*ProcessPoolTest can't be sent to another process: java.lang.Object is"
                  + " not java.io.Serializable; make it so, or .*");
      Callable<Integer> plain = () -> 1;
      assertThatThrownBy(() -> pool.submit(plain)).isInstanceOf(TaskFormatException.class);
    }
  }

  @Test
  void movesLargeValuesBothWays() throws Exception {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    try (ProcessPool pool = ProcessPool.of(2)) {
      List<PoolFuture<byte[]>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(pool.submit(() -> bytes));
      }
      for (PoolFuture<byte[]> future : all) {
        assertThat(future.get()).isEqualTo(bytes);
      }
      assertThat(pool.submit(() -> new long[100_000]).get()).hasSize(100_000);
      String text = "é".repeat(100_000);
      assertThat(pool.submit(() -> text + "!").get()).isEqualTo(text + "!");
      assertThat(pool.submit(() -> IntStream.range(0, 50_000).boxed().toList()).get())
          .hasSize(50_000);
      try (Stream<Path> files = Files.list(pool.session().folder())) {
        assertThat(files.map(Path::toString))
            .as("nothing is left")
            .noneMatch(file -> file.contains("value"));
      }
    }
  }

  /** More than the ring of replies holds, before anybody reads one. */
  @Test
  void boundsWhatIsUnderWay() {
    try (ProcessPool pool = ProcessPool.of(1)) {
      List<PoolFuture<byte[]>> all = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        all.add(pool.submit(() -> new byte[20_000]));
      }
      assertThat(all).allMatch(future -> future.join().length == 20_000);
    }
  }

  @Test
  void cancelsWhatWaitsAndWhatRuns() throws Exception {
    String begun = folder.resolve("begun").toString();
    String interrupted = folder.resolve("interrupted").toString();
    try (ProcessPool pool = ProcessPool.of(1)) {
      PoolFuture<?> running =
          pool.submit(
              () -> {
                touch(begun);
                try {
                  Thread.sleep(100_000);
                } catch (InterruptedException e) {
                  touch(interrupted);
                }
              });
      PoolFuture<Integer> waiting = pool.submit(() -> 1);
      await(Path.of(begun));
      ProcessHandle worker = pool.processes().getFirst();

      assertThat(waiting.cancel(true)).isTrue();
      assertThat(running.cancel(true)).isTrue();
      assertThat(running.cancel(true)).isFalse();
      assertThat(running.isCancelled()).isTrue();
      assertThatThrownBy(running::get).isInstanceOf(CancellationException.class);
      assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
      await(Path.of(interrupted));
      assertThat(pool.submit(() -> pid()).get()).as("the worker lives on").isEqualTo(worker.pid());
    }
  }

  @Test
  void killsTheWorkerOfATaskThatDoesNotStop() throws Exception {
    String begun = folder.resolve("begun").toString();
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).killAfter(Duration.ofMillis(50)).build()) {
      PoolFuture<?> deaf =
          pool.submit(
              () -> {
                touch(begun);
                forever();
              });
      PoolFuture<Long> behind = pool.submit(() -> pid());
      await(Path.of(begun));
      ProcessHandle worker = pool.processes().getFirst();
      deaf.cancel(true);
      assertThat(behind.get()).isNotEqualTo(worker.pid());
      worker.onExit().get();
    }
  }

  @Test
  void endsTasksThatTakeTooLong() throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).timeout(Duration.ofMillis(100)).build()) {
      assertThatThrownBy(() -> pool.submit(() -> sleep()).get())
          .cause()
          .isInstanceOf(TimeoutException.class)
          .hasMessageMatching(
              "the task took longer than 100 ms in worker 1 \\(pid \\d+\\); it was stopped");
      assertThat(pool.submit(() -> 1, Duration.ofDays(1_000_000)).get()).isEqualTo(1);
      PoolFuture<Integer> impatient =
          pool.submit(
              () -> {
                Thread.sleep(100_000);
                return 1;
              },
              Duration.ofDays(1));
      var _ = impatient.orTimeout(50, TimeUnit.MILLISECONDS);
      assertThatThrownBy(impatient::get).cause().isInstanceOf(TimeoutException.class);
      assertThat(pool.submit(() -> 2).get()).as("it was stopped, too").isEqualTo(2);
    }
  }

  @Test
  void losesOnlyTheTaskWhoseWorkerWasKilled() throws Exception {
    String begun = folder.resolve("begun").toString();
    try (ProcessPool pool = ProcessPool.of(2)) {
      PoolFuture<?> guilty =
          pool.submit(
              () -> {
                System.out.println("about to be killed");
                touch(begun);
                return sleep();
              });
      await(Path.of(begun));
      List<PoolFuture<Integer>> innocent =
          IntStream.range(0, 40).mapToObj(i -> pool.submit(() -> i)).toList();
      pool.processes().getFirst().destroyForcibly();

      assertThatThrownBy(guilty::get)
          .cause()
          .isInstanceOfSatisfying(
              WorkerLostException.class,
              lost -> {
                assertThat(lost.getMessage()).contains("worker 1 (pid ", "was killed by SIGKILL");
                assertThat(lost.log()).isEqualTo("about to be killed");
              });
      for (int i = 0; i < 40; i++) {
        assertThat(innocent.get(i).get()).isEqualTo(i);
      }
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  @Test
  void retriesWhatLostItsWorkerAndSaysWhyAtLast() {
    try (ProcessPool pool = ProcessPool.builder().workers(1).retries(1).build()) {
      String tried = folder.resolve("tried").toString();
      assertThat(pool.submit(() -> exitOnce(tried)).join()).isEqualTo("the second time");
      assertThatThrownBy(() -> pool.submit(() -> System.exit(7)).get())
          .cause()
          .isInstanceOf(WorkerLostException.class)
          .hasMessageMatching(
              "(?s)worker 3 \\(pid \\d+\\) ended: its task called System.exit\\(7\\); 2 attempts: .*");
    }
  }

  private static String exitOnce(String file) {
    if (Files.exists(Path.of(file))) {
      return "the second time";
    }
    touch(file);
    System.exit(1);
    return "never";
  }

  @Test
  void replacesAWorkerThatRanOutOfMemory() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(1).jvmOptions("-Xmx32m").build()) {
      long first = pool.submit(() -> pid()).get();
      assertThatThrownBy(() -> pool.submit(() -> (Object) new long[100_000_000].length).get())
          .cause()
          .isInstanceOf(OutOfMemoryError.class);
      assertThat(pool.submit(() -> pid()).get()).isNotEqualTo(first);
    }
  }

  private static int initialized;

  @Test
  void initializesEachWorker() throws Exception {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .maxTasksPerWorker(2)
            .initializer(() -> initialized = 42)
            .build()) {
      Set<Long> workers = ConcurrentHashMap.newKeySet();
      for (int i = 0; i < 6; i++) {
        assertThat(pool.submit(() -> initialized).get()).isEqualTo(42);
        workers.add(pool.submit(() -> pid()).get());
      }
      assertThat(workers).hasSize(6);
      assertThat(initialized).as("here").isZero();
    }
  }

  @Test
  void saysWhyItCannotGoOn() {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .initializer(
                () -> {
                  throw new IllegalStateException("no licence");
                })
            .build()) {
      PoolFuture<Integer> never = pool.submit(() -> 1);
      assertThatThrownBy(never::get)
          .cause()
          .hasMessageMatching(
              "the initializer of process pool \\d+ has failed in worker 1.*no licence");
      assertThatThrownBy(() -> pool.submit(() -> 1))
          .isInstanceOf(RejectedExecutionException.class)
          .hasStackTraceContaining("no licence");
    }
    try (ProcessPool pool = ProcessPool.builder().workers(1).jvmOptions("-Xno-such").build()) {
      PoolFuture<Integer> never = pool.submit(() -> 1);
      assertThatThrownBy(never::get)
          .cause()
          .isInstanceOf(WorkerLostException.class)
          .hasMessageContaining("3 workers in a row died before they took a call")
          .hasMessageContaining("Unrecognized option: -Xno-such");
    }
  }

  @Test
  void mapsInOrderAndAsCompleted() {
    try (ProcessPool pool = ProcessPool.of(2)) {
      List<Integer> items = IntStream.range(0, 50_000).boxed().toList();
      List<Integer> doubled = items.stream().map(i -> 2 * i).toList();
      assertThat(pool.map(items, i -> 2 * i)).isEqualTo(doubled);
      assertThat(pool.map(items, i -> "x" + i, 7).skip(49_999)).containsExactly("x49999");
      assertThat(pool.mapUnordered(items, i -> 2 * i)).containsExactlyInAnyOrderElementsOf(doubled);
      assertThat(pool.map(List.of(), i -> i)).isEmpty();
      assertThat(pool.map(List.of(1, "a", 2.0, 4L), i -> List.of(i)))
          .containsExactly(List.of(1), List.of("a"), List.of(2.0), List.of(4L));
      assertThat(pool.map(List.of(1L, 2L), i -> i * 0.5)).containsExactly(0.5, 1.0);
    }
  }

  @Test
  void takesItemsAsResultsAreAskedFor() {
    try (ProcessPool pool = ProcessPool.of(2)) {
      var taken = new ArrayList<Integer>();
      Iterable<Integer> endless = () -> Stream.iterate(0, i -> i + 1).peek(taken::add).iterator();
      try (Stream<Integer> squares = pool.map(endless, i -> i * i, 1)) {
        assertThat(squares.limit(10)).containsExactly(0, 1, 4, 9, 16, 25, 36, 49, 64, 81);
      }
      assertThat(taken).hasSizeLessThan(30);
    }
  }

  @Test
  void givesTheResultsBeforeTheItemThatFailed() {
    try (ProcessPool pool = ProcessPool.of(2)) {
      for (int chunk : new int[] {1, 5, 100}) {
        var got = new ArrayList<Integer>();
        assertThatThrownBy(
                () ->
                    pool.map(IntStream.range(0, 50).boxed().toList(), i -> 100 / (i - 17), chunk)
                        .forEach(got::add))
            .isInstanceOf(ArithmeticException.class)
            .cause()
            .isInstanceOf(RemoteTrace.class);
        assertThat(got).hasSize(17);
      }
    }
  }

  @Test
  void isAnExecutorServiceInFull() throws Exception {
    ProcessPool pool = ProcessPool.of(2);
    List<RemoteCallable<Integer>> tasks =
        List.of(() -> 1, () -> fail(new IOException("two")), () -> 3);
    List<Future<Integer>> all = pool.invokeAll(tasks);
    assertThat(all.get(0).resultNow()).isEqualTo(1);
    assertThat(all.get(1).exceptionNow()).isInstanceOf(IOException.class);
    assertThat(all.get(2).state()).isEqualTo(Future.State.SUCCESS);
    assertThat(pool.invokeAny(tasks)).isIn(1, 3);
    assertThat(
            pool.invokeAll(
                List.<RemoteCallable<Integer>>of(() -> sleep()), 50, TimeUnit.MILLISECONDS))
        .allMatch(Future::isCancelled);
    assertThatThrownBy(
            () ->
                pool.invokeAny(
                    List.<RemoteCallable<Integer>>of(() -> sleep()), 50, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    String ran = folder.resolve("ran").toString();
    pool.execute(() -> touch(ran));
    pool.shutdown();
    assertThatThrownBy(() -> pool.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class);
    assertThat(pool.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.isTerminated()).isTrue();
    assertThat(Path.of(ran)).exists();
    assertThat(pool.processes()).isEmpty();
  }

  private static int sleep() throws InterruptedException {
    Thread.sleep(100_000);
    return 0;
  }

  @Test
  void shutsDownAtOnce() throws Exception {
    ProcessPool pool = ProcessPool.of(1);
    String begun = folder.resolve("begun").toString();
    PoolFuture<?> running =
        pool.submit(
            () -> {
              touch(begun);
              return sleep();
            });
    PoolFuture<Integer> waiting = pool.submit(() -> 1);
    await(Path.of(begun));
    Path session = pool.session().folder();

    assertThat(pool.shutdownNow()).hasSize(1);
    assertThat(pool.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
    assertThat(running.isCancelled()).isTrue();
    assertThat(waiting.isCancelled()).isTrue();
    assertThat(session).doesNotExist();
  }

  /** What depends on a result may wait for another: no thread of the pool is held up by it. */
  @Test
  void composesWithOtherFutures() throws Exception {
    try (ProcessPool pool = ProcessPool.of(1);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Integer> sum =
          pool.submit(() -> 1)
              .thenApply(one -> one + pool.submit(() -> 10).join())
              .thenCombine(pool.submit(() -> 100), Integer::sum);
      assertThat(sum.get(50, TimeUnit.SECONDS)).isEqualTo(111);

      var started = new CountDownLatch(50);
      List<Future<Integer>> many =
          IntStream.range(0, 50)
              .mapToObj(
                  i ->
                      virtual.submit(
                          () -> {
                            started.countDown();
                            return pool.submit(() -> i).get();
                          }))
              .toList();
      for (int i = 0; i < 50; i++) {
        assertThat(many.get(i).get()).isEqualTo(i);
      }
      List<PoolFuture<Integer>> three =
          List.of(pool.submit(() -> 1), pool.submit(() -> 2), pool.submit(() -> 3));
      assertThat(ProcessPool.asCompleted(three).map(CompletableFuture::join))
          .containsExactlyInAnyOrder(1, 2, 3);
    }
  }

  /** It is taken back from behind a long task when another worker has nothing to do. */
  @Test
  void letsNothingWaitBehindALongTask() throws Exception {
    try (ProcessPool pool = ProcessPool.of(2)) {
      for (int i = 0; i < 200; i++) { // Now calls are known to be short.
        pool.submit(() -> 1).get();
      }
      String go = folder.resolve("go").toString();
      List<PoolFuture<?>> all = new ArrayList<>();
      PoolFuture<?> longTask = pool.submit(() -> awaited(go));
      for (int i = 0; i < 100; i++) {
        all.add(pool.submit(() -> 1));
      }
      for (PoolFuture<?> future : all) {
        future.get();
      }
      assertThat(longTask.isDone()).isFalse();
      Files.createFile(Path.of(go));
      longTask.get();
    }
  }

  @Test
  void sharesObjectsOfItsSessionByName() throws Exception {
    try (ProcessPool pool = ProcessPool.of(2)) {
      SharedCounter counter = pool.session().counter("count");
      SharedLock lock = pool.session().lock("one at a time");
      SharedLongs longs = pool.session().longs("all", 1_000);
      assertThat(
              pool.map(
                  IntStream.range(0, 1_000).boxed().toList(),
                  i -> {
                    lock.lock();
                    try {
                      longs.set(i, longs.get(i) + i);
                    } finally {
                      lock.unlock();
                    }
                    return counter.incrementAndGet();
                  }))
          .doesNotHaveDuplicates()
          .hasSize(1_000);
      assertThat(counter.get()).isEqualTo(1_000);
      assertThat(IntStream.range(0, 1_000).allMatch(i -> longs.get(i) == i)).isTrue();
    }
  }

  @Test
  void passesOnWhatWorkersPrint() throws Exception {
    PrintStream out = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (ProcessPool pool = ProcessPool.of(1)) {
      pool.submit(() -> System.out.println("hello from a worker")).get();
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("hello from a worker\n");
  }

  @Test
  void refusesWhatTheFilterForbids() {
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).serialFilter("!java.util.BitSet;*").build()) {
      var bits = new java.util.BitSet();
      assertThatThrownBy(() -> pool.submit(() -> bits.size()).get())
          .cause()
          .isInstanceOf(TaskFormatException.class)
          .hasMessageContaining("refused by the filter");
    }
  }

  @Test
  void findsClassesWhereItIsTold() {
    try (ProcessPool pool = ProcessPool.builder().workers(1).classPath(List.of()).build()) {
      assertThatThrownBy(() -> pool.submit(() -> 1).get())
          .cause()
          .isInstanceOf(TaskFormatException.class)
          .hasMessageContaining(
              "class orchestrate.pool.ProcessPoolTest, of which an instance was sent");
    }
  }

  @Test
  void refusesNonsense() {
    ProcessPool.Builder builder = ProcessPool.builder();
    assertThatThrownBy(() -> builder.workers(0)).hasMessage("workers must be at least 1, not 0");
    assertThatThrownBy(() -> builder.retries(-1))
        .hasMessage("retries must not be negative, not -1");
    assertThatThrownBy(() -> builder.timeout(Duration.ZERO)).hasMessageContaining("PT0S");
  }
}
