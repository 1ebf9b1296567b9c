package orchestrate.coordinator.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.report.RunFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  private static final String YAML =
      """
      report: { html: out/h.html, junit: out/j.xml, joblog: out/l.tsv, trace: out/t.json }
      tasks: { a: { run: echo } }
      """;

  @TempDir Path folder;

  private List<String> written() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Reports open() throws Exception {
    var plan = Story.plan(folder, YAML);
    Reports reports = Reports.open(plan, new RunFiles(folder, folder), "run-1", null);
    new Story(plan, reports::accept).begin().ended(5, "a", 0, 1, Story.OK);
    return reports;
  }

  @Test
  void areThereWhenTheRunHasComeToItsEnd() throws Exception {
    try (Reports reports = open()) {
      assertThat(reports.finish()).isEmpty();
      assertThat(written()).containsExactly("h.html", "j.xml", "l.tsv", "t.json");
    }

    assertThat(written()).containsExactly("h.html", "j.xml", "l.tsv", "t.json");
    assertThat(folder.resolve("out/l.tsv")).content().hasLineCount(2);
    assertThat(new PageData(Files.readAllBytes(folder.resolve("out/h.html"))).attempts())
        .hasSize(1);
  }

  @Test
  void areNotThereIfItBrokeOff() throws Exception {
    open().close();

    assertThat(written()).isEmpty();
  }

  @Test
  void whenOneCanNotBeBegunNoneIs() throws Exception {
    Files.createDirectories(folder.resolve("out/t.json"));
    try {
      open();
      throw new AssertionError("t.json is a folder");
    } catch (ReportException e) {
      assertThat(e)
          .hasMessage(
              "the trace report %s can't be written: %1$s: it is a folder"
                  .formatted(folder.resolve("out/t.json")));
    }

    assertThat(written()).containsExactly("t.json");
  }

  /** Remembers the times of the events, and can't go on before the gate is open. */
  private record Slow(CountDownLatch gate, List<Long> times) implements Report {
    @Override
    public void time(long millis) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      times.add(millis);
    }

    @Override
    public void flush() {}

    @Override
    public void finish() {}
  }

  @Test
  void theRunWaitsIfTooManyEventsDo() throws Exception {
    var slow = new Slow(new CountDownLatch(1), new ArrayList<>());
    var writers = ReportWriter.of("slow", folder.resolve("slow"), "run-1", file -> slow);
    long most = (Reports.MOST_WAITING + 2L) * Reports.BATCH;
    try (var reports = new Reports(writers)) {
      LongStream.range(0, most - Reports.BATCH)
          .forEach(at -> reports.accept(new RunEvent.RunEnded(at, 0)));
      var run =
          Thread.ofPlatform()
              .start(
                  () ->
                      LongStream.range(most - Reports.BATCH, most)
                          .forEach(at -> reports.accept(new RunEvent.RunEnded(at, 0))));
      while (run.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      slow.gate().countDown();
      run.join();
      assertThat(reports.finish()).isEmpty();
    }

    assertThat(slow.times()).isEqualTo(LongStream.range(0, most).boxed().toList());
  }
}
