package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many tasks are inside at a time, and in which order they come, as the tasks see it. */
class LimitsTest {
  @TempDir Path path;

  private static String visit(int weight, String file) {
    return "echo +%1$d >> %2$s; sleep 0.02; echo -%1$d >> %2$s".formatted(weight, file);
  }

  @Test
  void neverMoreThanMaxParallelCpusAndMemoryAllow() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        tasks:
          few:
            for-each: { range: 1..20 }
            max-parallel: 2
            run: "echo +1 >> few; until test $(grep -c + few) -ge 2; do sleep 0.02; done; echo -1 >> few"
          wide: { needs: few, cpus: 3, for-each: { range: 1..4 }, run: "%s" }
          narrow: { needs: few, for-each: { range: 1..12 }, run: "%s" }
          big: { needs: [wide, narrow], memory: 600m, for-each: { range: 1..4 }, run: "%s" }
          small: { needs: [wide, narrow], memory: 300m, for-each: { range: 1..8 }, run: "%s" }
        """
            .formatted(
                visit(3, "cpus"), visit(1, "cpus"), visit(600, "memory"), visit(300, "memory")));

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "4", "--memory", "1g");

    assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
    assertThat(Visits.mostAtOnce(folder.lines("few"))).isEqualTo(2);
    assertThat(Visits.mostAtOnce(folder.lines("cpus"))).isBetween(3, 4);
    assertThat(Visits.mostAtOnce(folder.lines("memory"))).isBetween(600, 1024);
  }

  @Test
  void higherPrioritiesComeFirst() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        tasks:
          low: { priority: -1, run: echo low >> order }
          first: { run: echo first >> order }
          second: { run: echo second >> order }
          high: { priority: 10, run: echo high >> order }
        """);

    assertThat(Orchestrate.run(path, "run", "-j", "1").exitCode()).isZero();
    assertThat(folder.lines("order")).containsExactly("high", "first", "second", "low");
  }

  @Test
  void whatCouldNeverStartIsToldBeforeAnythingRuns() throws Exception {
    var folder = new JobFolder(path);
    folder.job(
        """
        version: "1"
        barriers: { b: 2 }
        tasks:
          wide: { cpus: 3, run: touch ran }
          big: { memory: 1000t, run: touch ran }
          pair: { cpus: 2, meets: b, for-each: { list: [x, y] }, run: touch ran }
        """);

    Orchestrate.Result result = folder.run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors())
        .contains("job.yaml:2:16: barrier `b` has 2 parties of 2 cpus or more, but only 2 tasks")
        .contains("job.yaml:4:17: `wide` takes 3 cpus, and this run has 2, so it could never start")
        .contains("hint: give it fewer, or run with -j 3 or more")
        .contains(
            "job.yaml:5:18: `big` declares 1000t of memory, and all tasks together may have ");
    assertThat(folder.has("ran")).isFalse();
  }

  /** Commands hold it by acquire, Java tasks take it in their own code as well. */
  @Test
  void oneAtATimeHasALock() throws Exception {
    var folder = new JobFolder(path);
    folder
        .task(
            "Count",
            "",
            """
            var lock = context.lock("log");
            lock.lock();
            try {
              Path visits = context.resolve(Path.of("visits"));
              Files.writeString(visits, "+1\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
              Files.writeString(visits, "-1\\n", StandardOpenOption.APPEND);
              context.counter("done").increment();
            } finally {
              lock.unlock();
            }
            context.latch("counted").countDown();
            """)
        .task(
            "Leave",
            "",
            """
            context.lock("left").lock();
            """)
        .task(
            "Total",
            "",
            """
            context.latch("counted").await();
            context.output("total", context.counter("done").get());
            try {
              context.lock("log");
            } catch (IllegalStateException e) {
              System.out.println(e.getMessage());
            }
            """)
        .job(
            """
            version: "1"
            locks: [log, left]
            latches: { counted: 20 }
            counters: [done]
            tasks:
              java: { for-each: { range: 1..20 }, java: Count.java }
              command: { for-each: { range: 1..20 }, acquire: log, run: "%s" }
              leave: { java: Leave.java }
              after: { needs: leave, acquire: left, run: "true" }
              total: { needs: java, acquire: log, java: Total.java }
              print: { needs: total, run: "echo ${{ tasks.total.outputs.total }} > total" }
            """
                .formatted(visit(1, "visits")));

    Orchestrate.Result result = Orchestrate.run(path, "run", "-j", "3");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(Visits.mostAtOnce(folder.lines("visits"))).isEqualTo(1);
    assertThat(folder.lines("visits")).hasSize(80);
    assertThat(folder.lines("total")).isEqualTo(List.of("20"));
    assertThat(folder.log("leave.1.log")).content().contains("it was unlocked");
    assertThat(folder.log("total.1.log")).content().contains("already, by `acquire`");
  }
}
