package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code workers.threads: virtual} a worker runs a thousand Java tasks at a time. */
@Tag("thorough")
class VirtualThreadsTest {
  private static final String WAIT_FOR_GO =
      """
      Files.writeString(context.resolve(Path.of("here" + number)), "");
      while (Files.notExists(context.resolve(Path.of("go")))) {
        Thread.sleep(20);
      }
      System.out.println("done");
      """;

  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  @Test
  void subtasksAreRefused() throws Exception {
    folder
        .task("Fork", "int number", "context.fork(new Fork(1));")
        .job(
            """
            version: "1"
            workers: { threads: virtual }
            tasks:
              fork: { java: Fork.java, with: { number: 0 } }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isEqualTo(1);
    assertThat(result.output()).contains("a task on a virtual thread can't fork subtasks");
  }

  /** A latch opens when all have come: they could not if fewer ran at a time. */
  @Test
  void aThousandTasksWaitForEachOther() throws Exception {
    folder
        .task(
            "Meet",
            "int number",
            """
            context.latch("all").countDown();
            context.latch("all").await();
            System.out.println(number + " " + Thread.currentThread().isVirtual());
            Thread child = Thread.ofVirtual().start(() -> System.out.println("child"));
            child.join();
            """)
        .job(
            """
            version: "1"
            workers: { threads: virtual }
            latches: { all: 1000 }
            tasks:
              meet: { for-each: { range: 1..1000 }, java: Meet.java, with: { number: "${{ item }}" } }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    for (int i = 0; i < 1000; i++) {
      assertThat(folder.log("meet/" + i + ".1.log")).hasContent((i + 1) + " true\nchild");
    }
  }

  @Test
  void twoWorkersRunMoreThanAThousand() throws Exception {
    folder
        .task(
            "Meet",
            "",
            """
            context.latch("all").countDown();
            context.latch("all").await();
            System.out.print(ProcessHandle.current().pid());
            """)
        .job(
            """
            version: "1"
            workers: { threads: virtual }
            latches: { all: 1001 }
            tasks:
              meet: { for-each: { range: 1..1001 }, java: Meet.java }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    var processes = new TreeSet<String>();
    for (int i = 0; i < 1001; i++) {
      processes.add(Files.readString(folder.log("meet/" + i + ".1.log")));
    }
    assertThat(processes).hasSize(2);
  }

  /** The parties of a barrier may be more than there are slots. */
  @Test
  void manyMeetAtABarrierInOneSlot() throws Exception {
    folder
        .task("Meet", "", "context.barrier(\"start\").await();")
        .job(
            """
            version: "1"
            workers: { threads: virtual }
            barriers: { start: 100 }
            tasks:
              meet: { for-each: { range: 1..100 }, java: Meet.java, meets: start }
            """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
  }

  /** They are lost with it, and tried again in another. */
  @Test
  void whoeverRunsInAWorkerThatIsKilledIsTriedAgain() throws Exception {
    folder
        .task("Wait", "int number", WAIT_FOR_GO)
        .job(
            """
            version: "1"
            workers: { threads: virtual }
            tasks:
              wait:
                for-each: { range: 1..50 }
                java: Wait.java
                with: { number: "${{ item }}" }
                retry: 1
            """);

    Orchestrate.Result result;
    try (Orchestrate orchestrate = folder.start()) {
      IntStream.rangeClosed(1, 50).forEach(i -> Await.file(path.resolve("here" + i)));
      assertThat(orchestrate.workers()).hasSize(1).allMatch(ProcessHandle::destroyForcibly);
      Await.until("the loss", () -> orchestrate.output().contains("worker 1 was killed by"));
      folder.file("go", "");
      result = orchestrate.await();
    }

    assertThat(result.exitCode()).as(result.output()).isZero();
    for (int i = 0; i < 50; i++) {
      assertThat(folder.log("wait/" + i + ".2.log")).hasContent("done");
    }
  }

  /** It does not listen: its worker is killed. The others begin again, which is no attempt. */
  @Test
  void whoeverSharesAWorkerWithATaskThatIsKilledBeginsAgain() throws Exception {
    folder
        .deafTask()
        .task("Wait", "int number", WAIT_FOR_GO)
        .job(
            """
            version: "1"
            workers: { threads: virtual }
            tasks:
              deaf: { java: Deaf.java, timeout: 1s, kill-after: 2s }
              wait: { for-each: { range: 1..20 }, java: Wait.java, with: { number: "${{ item }}" } }
            """);

    Orchestrate.Result result;
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("here20"));
      Await.until("the kill", () -> orchestrate.output().contains("begins again"));
      folder.file("go", "");
      result = orchestrate.await();
    }

    assertThat(result.output())
        .contains("was killed by orchestrate, because deaf had to end and did not stop")
        .containsPattern("FAILED deaf: timed out");
    assertThat(folder.log("deaf.1.log"))
        .content()
        .contains("no\n", "this is where it is:\nthread lane-", "Deaf.run(Deaf.java:");
    for (int i = 0; i < 20; i++) {
      assertThat(folder.log("wait/" + i + ".1.log")).hasContent("done");
    }
    assertThat(folder.resultOf("wait")).isEqualTo("ok");
  }

  /** Tasks that listen end at their time, and nobody else is disturbed. */
  @Test
  void aTimeoutInterruptsOneTaskOnly() throws Exception {
    folder
        .task("Sleep", "", "Thread.sleep(3_600_000);")
        .task("Wait", "int number", WAIT_FOR_GO)
        .job(
            """
            version: "1"
            workers: { threads: virtual }
            tasks:
              sleep: { for-each: { range: 1..10 }, java: Sleep.java, timeout: 500ms }
              wait: { for-each: { range: 1..20 }, java: Wait.java, with: { number: "${{ item }}" } }
            """);

    Orchestrate.Result result;
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("here20"));
      Await.until("the last", () -> orchestrate.output().contains("sleep  failed"));
      folder.file("go", "");
      result = orchestrate.await();
    }

    assertThat(result.output()).contains("timed out").doesNotContain("begins again");
    assertThat(folder.resultOf("sleep")).isEqualTo("failed");
    assertThat(folder.resultOf("wait")).isEqualTo("ok");
    assertThat(folder.log("sleep/0.1.log")).content().contains("InterruptedException");
  }

  /** All thousand are asked to stop, one by one, in the same moment. */
  @Test
  void aSignalStopsThemAll() throws Exception {
    Files.createDirectories(path.resolve("begun"));
    Files.createDirectories(path.resolve("ended"));
    folder
        .task(
            "Sleep",
            "",
            """
            String name = Long.toString(context.instance());
            Files.createFile(context.resolve(Path.of("begun", name)));
            try {
              Thread.sleep(3_600_000);
            } finally {
              Files.createFile(context.resolve(Path.of("ended", name)));
            }
            """)
        .job(
            """
            version: "1"
            workers: { threads: virtual }
            tasks:
              sleep: { for-each: { range: 1..1000 }, java: Sleep.java, kill-after: 1m }
            """);

    try (Orchestrate orchestrate = folder.start()) {
      Await.until("some", () -> count("begun") > 0);
      Await.until("their begin", () -> count("begun") == 1000);
      orchestrate.signal("INT");
      orchestrate.await();
    }

    assertThat(count("ended")).isEqualTo(1000);
    assertThat(folder.resultOf("sleep")).isEqualTo("cancelled");
  }

  private long count(String name) {
    return Objects.requireNonNull(path.resolve(name).toFile().list()).length;
  }

  /** Its stack stands in the log. */
  @Test
  void whoCallsSystemExitIsTold() throws Exception {
    runToItsExit("System.exit(3);");

    assertThat(folder.log("exit.1.log")).content().contains("Exit.run(Exit.java:");
  }

  /** Even if it was a thread that nobody knows of. */
  @Test
  void aVirtualThreadThatCallsSystemExitIsNoRiddle() throws Exception {
    runToItsExit("Thread.ofVirtual().start(() -> System.exit(3)).join();");
  }

  private void runToItsExit(String body) throws Exception {
    folder
        .task("Exit", "", body)
        .job(
            """
            version: "1"
            workers: { threads: virtual }
            tasks:
              exit: { java: Exit.java }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.output()).contains("System.exit(3) was called and ended worker 1");
  }

  /** The worker is not trusted any more; those in it end in peace, and others get a new one. */
  @Test
  void aWorkerWithoutStackRetires() throws Exception {
    folder
        .file(
            "Deep.java",
            """
            import orchestrate.task.*;

            record Deep() implements Task {
              @Override
              public void run(TaskContext context) {
                System.out.println(deeper(0));
              }

              private static int deeper(int depth) {
                return 1 + deeper(depth + 1);
              }
            }
            """)
        .task(
            "Wait", "int number", WAIT_FOR_GO + "System.out.print(ProcessHandle.current().pid());")
        .task("After", "", "System.out.print(ProcessHandle.current().pid());")
        .job(
            """
            version: "1"
            workers: { threads: virtual }
            tasks:
              wait: { for-each: { range: 1..10 }, java: Wait.java, with: { number: "${{ item }}" } }
              deep: { java: Deep.java, allow-failure: true }
              after: { java: After.java, needs: deep }
            """);

    Orchestrate.Result result;
    try (Orchestrate orchestrate = folder.start()) {
      Await.file(path.resolve("here10"));
      Await.until("the error", () -> orchestrate.output().contains("StackOverflowError"));
      Await.until("what comes after it", () -> orchestrate.output().contains("after  ok"));
      folder.file("go", "");
      result = orchestrate.await();
    }

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("StackOverflowError");
    String after = Files.readString(folder.log("after.1.log"));
    List<String> others = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      others.add(Files.readString(folder.log("wait/" + i + ".1.log")));
    }
    assertThat(others).containsOnly(others.getFirst()).noneMatch(text -> text.endsWith(after));
  }
}
