package orchestrate.coordinator.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import orchestrate.worker.protocol.ResourceUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;

  private static final List<RunEvent> EVENTS =
      List.of(
          new RunEvent.RunStarted(1, "id", "job", "/job.yaml", 2, Map.of("p", "v")),
          new RunEvent.TaskActivated(2, 0, 1_000_000_000_000L),
          new RunEvent.AttemptStarted(3, 0, 5, 1),
          ended(new Outcome.Succeeded(Map.of("k", "v"))),
          ended(new Outcome.Failed("it threw")),
          ended(new Outcome.Exited(75, "exit code 75")),
          ended(new Outcome.Crashed("killed by SIGSEGV")),
          ended(new Outcome.OutOfMemory("java.lang.OutOfMemoryError")),
          ended(new Outcome.FailedToStart("no")),
          ended(new Outcome.TimedOut(Duration.ofMillis(3), Duration.ofMillis(2))),
          ended(new Outcome.Cancelled("SIGINT")),
          ended(new Outcome.WorkerLost("killed")),
          ended(
              new Outcome.PipelineFailed(
                  "the pipeline failed: list: exit code 3", new Outcome.Exited(3, "exit code 3"))),
          ended(new Outcome.NotReady("not ready within 1.0 s")),
          ended(new Outcome.UpToDate(Map.of("k", "v"), 3, "20260101-080000-000-0001")),
          new RunEvent.ServiceReady(4, 7, 2, 1L << 40),
          new RunEvent.ArtifactsKept(4, 7, 1L << 33, 2, 3, 1L << 40, null),
          new RunEvent.ArtifactsKept(4, 7, 0, 1, 0, 0, "there is no x"),
          new RunEvent.OutOfDate(4, 7, 8, Reasons.of("x changed"), null),
          new RunEvent.OutOfDate(
              4,
              7,
              8,
              new Reasons(List.of("x changed", "y is gone"), 12),
              "20260101-080000-000-0001"),
          new RunEvent.RunResumed(4, 1L << 40),
          new RunEvent.RetryPlanned(4, 0, 5, 2, Duration.ofSeconds(1)),
          new RunEvent.EventSet(5, "ready"),
          new RunEvent.TaskEnded(6, 0, new TaskStatus.Succeeded()),
          new RunEvent.TaskEnded(6, 1, new TaskStatus.Failed()),
          new RunEvent.TaskEnded(6, 2, new TaskStatus.Skipped("because")),
          new RunEvent.TaskEnded(6, 3, new TaskStatus.Cancelled("stopped by SIGINT")),
          new RunEvent.TaskEnded(6, 4, new TaskStatus.Waiting()),
          new RunEvent.TaskEnded(6, 5, new TaskStatus.Active()),
          new RunEvent.TaskEnded(6, 4, new TaskStatus.AllowedFailure()),
          new RunEvent.TaskEnded(6, 4, new TaskStatus.Declined("its condition")),
          new RunEvent.CancelRequested(7, Target.RUN, "stopped by SIGTERM"),
          new RunEvent.CancelRequested(7, new Target(2, 1L << 40), "cancelled by ann"),
          new RunEvent.SubtaskEnded(
              7,
              3,
              1L << 40,
              "Part(1, 2)",
              2,
              5,
              new ResourceUse(7, 8, 9),
              new Outcome.WorkerLost("killed"),
              true,
              null),
          new RunEvent.SubtasksDone(7, 3, 0, 1, 10_000),
          new RunEvent.RunEnded(8, 143));

  private static RunEvent ended(Outcome outcome) {
    return new RunEvent.AttemptEnded(
        4,
        0,
        5,
        1,
        123_456,
        new ResourceUse(7, 8, 9),
        outcome,
        outcome instanceof Outcome.Exited,
        "item");
  }

  @Test
  void givesBackEveryEventAsItWas() {
    Path file = folder.resolve("journal");
    try (Journal journal = Journal.open(file)) {
      EVENTS.forEach(journal);
    }
    assertThat(Journal.read(file)).isEqualTo(EVENTS);
  }

  @Test
  void keepsMoreThanItsBuffer() {
    Path file = folder.resolve("journal");
    int count = 40_000;
    try (Journal journal = Journal.open(file)) {
      for (int i = 0; i < count; i++) {
        journal.accept(new RunEvent.AttemptStarted(i, 0, i, 1));
      }
    }
    List<RunEvent> events = Journal.read(file);
    assertThat(events).hasSize(count);
    assertThat(events.getLast()).isEqualTo(new RunEvent.AttemptStarted(count - 1, 0, count - 1, 1));
  }

  @Test
  void whatIsCommittedIsThereForOthersToRead() {
    Path file = folder.resolve("journal");
    try (Journal journal = Journal.open(file)) {
      journal.accept(EVENTS.get(0));
      journal.commit();
      journal.awaitOpen();
      for (RunEvent event : EVENTS.subList(1, EVENTS.size() - 1)) {
        journal.accept(event);
        journal.commit();
      }
      journal.accept(EVENTS.getLast());
      assertThat(Journal.read(file)).isEqualTo(EVENTS.subList(0, EVENTS.size() - 1));
    }
    assertThat(Journal.read(file)).isEqualTo(EVENTS);
  }

  @Test
  void readsTheFormatBefore() {
    var writer = new MessageWriter();
    writer.reset().putInt(2).putInt(3).putLong(77).putInt(1).putLong(5).putInt(2);
    byte[] document = Arrays.copyOf(writer.bytes(), writer.length());
    var events = new ArrayList<RunEvent>();
    RunEventCodec.read(new MessageReader(document), events::add);
    assertThat(events).containsExactly(new RunEvent.AttemptStarted(77, 1, 5, 2));
  }

  @Test
  void saysThatItCanNotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("in-the-way")).resolve("journal");
    assertThatThrownBy(
            () -> {
              try (Journal journal = Journal.open(file)) {
                EVENTS.forEach(journal);
              }
            })
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith("the journal can't be written: " + file + ": Not a directory");
  }

  /** A hole in the file would be a signal, once the disk is full. */
  @Test
  void hasRoomOnItsDiskBeforeItIsWritten() throws IOException {
    Path file = folder.resolve("journal");
    try (Journal journal = Journal.open(file)) {
      journal.accept(EVENTS.getFirst());
      journal.commit();
      journal.awaitOpen();
      journal.accept(EVENTS.get(1));
      journal.commit();

      Path written = theFile(file);
      assertThat(blocks(written) * 512).isGreaterThan(200_000);
    }
  }

  private static Path theFile(Path journal) throws IOException {
    try (var files = Files.list(journal)) {
      List<Path> all = files.filter(each -> each.toString().endsWith(".cq4")).toList();
      assertThat(all).as("what room was made for is what is written").hasSize(1);
      return all.getFirst();
    }
  }

  /** What the file takes of its disk, as stat(1) counts it. */
  private static long blocks(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    return Long.parseLong(new String(stat.getInputStream().readAllBytes(), UTF_8).strip());
  }
}
