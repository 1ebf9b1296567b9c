package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A Java task forks others, and waits for them. */
@Tag("thorough")
class SubtaskTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() {
    folder = new JobFolder(path);
  }

  /** A task whose record {@code Part} is its subtask. */
  private JobFolder forking(String body, String partComponents, String partBody) throws Exception {
    return folder.task(
        "Fork",
        "",
        body
            + """
            }

            record Part(%s) implements Task {
              @Override
              public void run(TaskContext context) throws Exception {
            %s
              }

              static void say(TaskContext context, String name) throws IOException {
                Path file = context.resolve(Path.of("." + name));
                Files.writeString(file, "" + ProcessHandle.current().pid());
                Files.move(file, context.resolve(Path.of(name)), StandardCopyOption.ATOMIC_MOVE);
              }

              static void await(TaskContext context, String name) throws Exception {
                while (Files.notExists(context.resolve(Path.of(name)))) {
                  Thread.sleep(5);
                }
              }
            """
                .formatted(partComponents, partBody.indent(4)));
  }

  private long pid(String file) throws Exception {
    Await.file(path.resolve(file));
    return Long.parseLong(folder.text(file));
  }

  private JsonNode task(String name) {
    for (JsonNode one : folder.result().get("tasks")) {
      if (one.get("name").asString().equals(name)) {
        return one;
      }
    }
    throw new AssertionError(name);
  }

  private void fibonacci(int workers, int threads) throws Exception {
    folder
        .task(
            "Fibonacci",
            "int n",
            """
            if (n < 2) {
              context.output("value", n);
            } else {
              Subtask one = context.fork(new Fibonacci(n - 1));
              Subtask two = context.fork(new Fibonacci(n - 2));
              context.output(
                  "value",
                  Long.parseLong(one.output("value")) + Long.parseLong(two.output("value")));
            }
            """)
        .job(
            """
            version: "1"
            workers: { threads: %d }
            tasks:
              fibonacci: { java: Fibonacci.java, with: { n: 13 } }
              show: { needs: fibonacci, run: "echo ${{ tasks.fibonacci.outputs.value }} > value" }
            """
                .formatted(threads));

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", Integer.toString(workers));

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.text("value")).isEqualTo("233\n");
    assertThat(result.output()).contains("\nsubtasks of fibonacci: 752 ok, 0 failed, 0 retried\n");
    assertThat(task("fibonacci").get("subtasks").asLong()).isEqualTo(752);
  }

  @Test
  void aRecursionNeedsOneWorkerOnly() throws Exception {
    fibonacci(1, 1);
  }

  @Test
  void aRecursionUsesAllWorkers() throws Exception {
    fibonacci(3, 1);
  }

  @Test
  void aRecursionUsesAllThreads() throws Exception {
    fibonacci(1, 3);
  }

  /** Its parent has it run in the same JVM, which can't be trusted any more. */
  @Test
  void aSubtaskWithoutStackFailsItsParent() throws Exception {
    forking(
            """
            Subtask deep = context.fork(new Part(true));
            Subtask flat = context.fork(new Part(false));
            try {
              deep.outputs();
            } catch (SubtaskFailedException e) {
              System.out.println(e.getMessage().replaceFirst("; .*", ""));
            }
            System.out.println(flat.output("depth"));
            """,
            "boolean deep",
            """
            context.output("depth", deep ? deeper(0) : 1);
            }

            private static int deeper(int depth) {
              return 1 + deeper(depth + 1);
            """)
        .job("{ version: \"1\", tasks: { fork: { java: Fork.java } } }");

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains("FAILED fork: java.lang.StackOverflowError; its worker was replaced");
    assertThat(folder.log("fork.1.log"))
        .hasContent("subtask Part(true) failed: java.lang.StackOverflowError\n1");
  }

  @Test
  void aSubtaskWithoutMemoryIsBlamed() throws Exception {
    forking(
            """
            context.fork(new Part());
            context.join();
            """,
            "",
            """
            List<byte[]> all = new ArrayList<>();
            while (true) {
              all.add(new byte[1 << 20]);
            }
            """)
        .job(
            """
            version: "1"
            workers: { java-options: [-Xmx32m] }
            tasks: { fork: { java: Fork.java } }
            """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .containsPattern("FAILED fork: .*(OutOfMemoryError|ran out of memory)");
  }

  /** Each waits for the other: they could not end one after the other. */
  @Test
  void anotherWorkerHelps() throws Exception {
    forking(
            """
            Subtask one = context.fork(new Part("one", "two"));
            Subtask two = context.fork(new Part("two", "one"));
            context.join();
            System.out.println(one.outputs() + " " + two.outputs());
            """,
            "String own, String other",
            """
            say(context, own);
            await(context, other);
            context.output("says", own + context.attempt() + context.task());
            """)
        .job("{ version: \"1\", tasks: { fork: { java: Fork.java } } }");

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("fork.1.log")).hasContent("{says=one1fork} {says=two1fork}");
    assertThat(Set.of(folder.text("one"), folder.text("two"))).hasSize(2);
  }

  @Test
  void manyTakeLittleMemory() throws Exception {
    forking(
            """
            List<Subtask> parts = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
              parts.add(context.fork(new Part(i, Path.of("some/file/of/" + i), List.of(1L, 2L))));
            }
            long sum = 0;
            for (Subtask part : parts) {
              sum += Long.parseLong(part.output("number"));
            }
            System.out.println(sum);
            """,
            "int number, Path file, List<Long> more",
            "context.output(\"number\", number + more.size());")
        .job(
            """
            version: "1"
            workers: { java-options: [-Xmx32m] }
            tasks: { fork: { java: Fork.java } }
            """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("fork.1.log")).hasContent("" + (9_999L * 10_000 / 2 + 20_000));
    assertThat(task("fork").get("subtasks").asLong()).isEqualTo(10_000);
  }

  @Test
  void aFailureReachesTheParentByName() throws Exception {
    forking(
            """
            context.fork(new Part(1));
            Subtask bad = context.fork(new Part(2));
            try {
              bad.outputs();
            } catch (SubtaskFailedException e) {
              System.out.println("caught");
            }
            context.join();
            context.fork(new Part(3));
            context.fork(new Part(4));
            """,
            "int number",
            """
            System.out.println("part " + number + ", attempt " + context.attempt());
            if (number == 2 || number == 3 && context.attempt() == 1) {
              throw new IOException("no " + number);
            }
            if (number == 4) {
              throw new IllegalStateException("never");
            }
            """)
        .job(
            """
            version: "1"
            tasks: { fork: { java: Fork.java, retry: { max: 1, delay: 1ms } } }
            """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains("attempt 1 of subtask Part(2): java.io.IOException: no 2; trying again")
        .contains(
            "FAILED fork: orchestrate.task.SubtaskFailedException: subtask Part(4) failed:"
                + " java.lang.IllegalStateException: never; its log: ")
        .contains("\nsubtasks of fork: 4 ok, 4 failed, 6 retried\n");
    assertThat(folder.log("fork.2/3.2.log")).hasContent("part 3, attempt 2");
    assertThat(folder.log("fork.1/4.2.log"))
        .content()
        .startsWith("part 4, attempt 2\njava.lang.IllegalStateException: never\n\tat ")
        .contains("Part.run(Fork.java:")
        .doesNotContain("orchestrate.worker");
    assertThat(folder.log("fork.1.log"))
        .content()
        .startsWith("caught\norchestrate.task.SubtaskFailedException: subtask Part(4) failed: ")
        .doesNotContain("orchestrate.worker");
  }

  @Test
  void aKilledWorkerCostsTheSubtaskOneAttemptAndItsParentNothing() throws Exception {
    forking(
            """
            Part.say(context, "parent" + context.attempt());
            context.fork(new Part("one"));
            context.fork(new Part("two"));
            """,
            "String name",
            """
            say(context, name + context.attempt());
            await(context, "go");
            """)
        .job("{ version: \"1\", tasks: { fork: { java: Fork.java, retry: 1 } } }");

    try (Orchestrate orchestrate = folder.start()) {
      long parent = pid("parent1");
      long other = pid("one1") == parent ? pid("two1") : pid("one1");
      assertThat(other).isNotEqualTo(parent);
      Orchestrate.signal(other, "KILL");
      Await.until("the loss", () -> orchestrate.output().contains("trying again"));
      folder.file("go", "");
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).as(result.output()).isZero();
      assertThat(result.output())
          .containsPattern(
              "attempt 1 of subtask Part\\((one|two)\\): worker \\d+ was killed by SIGKILL")
          .contains("\nsubtasks of fork: 2 ok, 0 failed, 1 retried\n");
      assertThat(folder.has("parent2")).isFalse();
      assertThat(folder.has("one2") != folder.has("two2")).isTrue();
    }
  }

  /** The second attempt finds that the subtask of the first has been stopped before. */
  @Test
  void theSubtasksOfAKilledWorkerEndBeforeTheirParentBeginsAgain() throws Exception {
    forking(
            """
            Part.say(context, "parent" + context.attempt());
            if (context.attempt() == 1) {
              context.fork(new Part("one"));
              context.fork(new Part("two"));
              context.join();
            }
            System.out.println("stopped: " + Files.exists(context.resolve(Path.of("stopped"))));
            """,
            "String name",
            """
            say(context, name);
            try {
              await(context, "never");
            } finally {
              say(context, "stopped");
            }
            """)
        .job("{ version: \"1\", tasks: { fork: { java: Fork.java, retry: 1 } } }");

    try (Orchestrate orchestrate = folder.start()) {
      long parent = pid("parent1");
      pid("one");
      pid("two");
      Orchestrate.signal(parent, "KILL");
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).as(result.output()).isZero();
      assertThat(folder.log("fork.2.log")).hasContent("stopped: true");
      assertThat(pid("stopped")).isNotEqualTo(parent);
    }
  }

  @Test
  void aTimeoutOfTheParentGoesForAll() throws Exception {
    forking(
            """
            context.fork(new Part("one"));
            context.fork(new Part("two"));
            context.join();
            Part.say(context, "joined");
            """,
            "String name",
            """
            say(context, "begun-" + name);
            try {
              await(context, "never");
            } finally {
              say(context, "stopped-" + name);
            }
            """)
        .job("{ version: \"1\", tasks: { fork: { java: Fork.java, timeout: 4s } } }");

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).containsPattern("FAILED fork: timed out: ran for \\d+\\.\\d s");
    assertThat(folder.has("joined")).isFalse();
    assertThat(folder.has("begun-one")).isTrue();
    assertThat(folder.has("stopped-one")).isTrue();
    assertThat(folder.has("stopped-two"))
        .as("as far as it was begun")
        .isEqualTo(folder.has("begun-two"));
  }

  @Test
  void whoeverStopsTheRunStopsAll() throws Exception {
    forking(
            """
            context.fork(new Part("one"));
            context.fork(new Part("two"));
            """,
            "String name",
            """
            say(context, name);
            try {
              await(context, "never");
            } finally {
              say(context, "stopped-" + name);
            }
            """)
        .job("{ version: \"1\", tasks: { fork: { java: Fork.java } } }");

    try (Orchestrate orchestrate = folder.start()) {
      pid("one");
      pid("two");
      orchestrate.signal("TERM");
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).as(result.output()).isEqualTo(143);
      assertThat(folder.has("stopped-one")).isTrue();
      assertThat(folder.has("stopped-two")).isTrue();
    }
  }

  @Test
  void permitsStayWithWhoTookThem() throws Exception {
    forking(
            """
            context.semaphore("disk").acquire(1);
            context.fork(new Part());
            context.join();
            System.out.println("held " + context.semaphore("disk").held());
            context.semaphore("disk").release(1);
            """,
            "",
            "context.semaphore(\"disk\").acquire(1);")
        .job(
            """
            version: "1"
            semaphores: { disk: 2 }
            tasks: { fork: { java: Fork.java } }
            """);

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "1");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("fork.1.log")).hasContent("held 1");
    assertThat(folder.log("fork.1/1.1.log")).content().contains("the task ended with 1 of");
  }

  @Test
  void whatCanNotBeSentIsRefused() throws Exception {
    forking(
            """
            try {
              context.fork(other -> {});
            } catch (IllegalArgumentException e) {
              System.out.println(e.getMessage().replaceFirst("; .*", ""));
            }
            try {
              context.fork(new Part("x".repeat(100_000)));
            } catch (IllegalArgumentException e) {
              System.out.println(e.getMessage().replaceFirst(".*; ", ""));
            }
            """,
            "String text",
            "throw new AssertionError();")
        .job("{ version: \"1\", tasks: { fork: { java: Fork.java } } }");

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(folder.log("fork.1.log"))
        .hasContent(
            """
            a subtask must be a record, so that another worker can be given it
            put long values into a file
            """);
  }
}
