package orchestrate.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReaderTest {
  @TempDir Path run;

  @Test
  void readsOnWhereTheRunWasResumed() throws IOException {
    write(events(0, 10));
    write(resumed(10, events(20, 25)));
    write(resumed(16, events(30, 31)));

    assertThat(read())
        .isEqualTo(join(events(0, 10), resumed(10, events(20, 25)), resumed(16, events(30, 31))));
    assertThat(recorded).isEqualTo(new Recorded(18, 18, false, null));
  }

  @Test
  void readsNoMoreThanTheResumedRunCouldRead() throws IOException {
    write(events(0, 10));
    write(resumed(4, events(20, 25)));

    assertThat(read()).isEqualTo(join(events(0, 4), resumed(4, events(20, 25))));
    assertThat(recorded.damage()).isNull();
  }

  @Test
  void givesUpWhatALaterResumptionHasNotRead() throws IOException {
    write(events(0, 10));
    write(resumed(10, events(20, 25)));
    write(resumed(4, events(30, 31)));

    assertThat(read()).isEqualTo(join(events(0, 4), resumed(4, events(30, 31))));
  }

  @Test
  void stopsWhereTheResumedRunCouldReadMore() throws IOException {
    write(events(0, 10));
    write(resumed(12, events(20, 25)));

    assertThat(read()).isEqualTo(events(0, 10));
    assertThat(recorded)
        .isEqualTo(
            new Recorded(10, 10, false, "journal-2 follows on 12 events, of which 10 can be read"));
  }

  @Test
  void passesOverASegmentInWhichNothingWasWritten() throws IOException {
    write(events(0, 3));
    write(List.of());
    write(resumed(3, events(20, 22)));

    assertThat(read()).isEqualTo(join(events(0, 3), resumed(3, events(20, 22))));
    assertThat(recorded.damage()).isNull();
    assertThat(Segment.next(run).folder()).isEqualTo(run.resolve("journal-4"));
  }

  @Test
  void takesNothingElseForASegment() throws IOException {
    write(events(0, 3));
    Files.createDirectory(run.resolve("journal-02"));
    Files.createDirectory(run.resolve("journal-x"));
    Files.createFile(run.resolve("journal-2"));

    assertThat(read()).isEqualTo(events(0, 3));
  }

  private Recorded recorded = new Recorded(0, 0, false, null);

  private List<RunEvent> read() throws IOException {
    var read = new ArrayList<RunEvent>();
    recorded = JournalReader.read(run, read::add);
    return read;
  }

  /** Each event is a document of its own. */
  private void write(List<RunEvent> events) throws IOException {
    try (Journal journal = Journal.open(Segment.next(run).folder())) {
      for (RunEvent event : events) {
        journal.accept(event);
        journal.commit();
      }
    }
  }

  private static List<RunEvent> events(long from, long to) {
    return LongStream.range(from, to)
        .<RunEvent>mapToObj(at -> new RunEvent.AttemptStarted(at, 0, at, 1))
        .toList();
  }

  private static List<RunEvent> resumed(long follows, List<RunEvent> events) {
    return join(List.of(new RunEvent.RunResumed(19, follows)), events);
  }

  @SafeVarargs
  private static List<RunEvent> join(List<RunEvent>... parts) {
    return Stream.of(parts).flatMap(List::stream).toList();
  }
}
