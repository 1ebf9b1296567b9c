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
        .isEqualTo(
            join(join(events(0, 10), resumed(10, events(20, 25))), resumed(16, events(30, 31))));
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

  /** The resumed run had read it: without it the rest makes no sense. */
  @Test
  void noticesDamageThatCameAfterTheRunWasResumed() throws IOException {
    write(events(0, 10));
    write(resumed(10, events(20, 25)));
    damage(Segment.first(run), 4);

    assertThat(read()).isEqualTo(events(0, 4));
    assertThat(recorded.damage())
        .matches(
            "journal-2 follows on 10 events, of which 4 can be read: journal/.*F.cq4, byte \\d+:"
                + " this document doesn't match its checksum");
  }

  @Test
  void doesNotMindDamageBehindWhatTheResumedRunCouldRead() throws IOException {
    write(events(0, 10));
    damage(Segment.first(run), 4);
    write(resumed(4, events(20, 25)));

    assertThat(read()).isEqualTo(join(events(0, 4), resumed(4, events(20, 25))));
    assertThat(recorded.damage()).isNull();
  }

  @Test
  void tellsOfASegmentWhoseBeginningIsDamaged() throws IOException {
    write(events(0, 10));
    write(resumed(10, events(20, 25)));
    damage(new Segment(2, run.resolve("journal-2")), 0);

    assertThat(read()).isEqualTo(events(0, 10));
    assertThat(recorded.damage())
        .matches("journal-2/.*F.cq4, byte \\d+: this document doesn't match its checksum");

    write(resumed(10, events(30, 31)));
    assertThat(read()).isEqualTo(join(events(0, 10), resumed(10, events(30, 31))));
    assertThat(recorded.damage()).isNull();
  }

  /** As who follows a run reads it. */
  @Test
  void readsOnWhenMoreIsWritten() throws IOException {
    var read = new ArrayList<RunEvent>();
    try (var reader = new JournalReader(run)) {
      assertThat(reader.read(read::add)).isEqualTo(new Recorded(0, 0, false, null));
      write(events(0, 10));
      assertThat(reader.read(read::add).events()).isEqualTo(10);
      write(resumed(10, events(20, 25)));
      assertThat(reader.read(read::add)).isEqualTo(new Recorded(16, 16, false, null));
    }
    assertThat(read).isEqualTo(join(events(0, 10), resumed(10, events(20, 25))));
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
  void knowsHowLongItIs() throws IOException {
    write(events(0, 10));
    long ten = JournalReader.bytes(run);
    write(events(0, 110));
    long tenAndHundredTen = JournalReader.bytes(run);
    assertThat((tenAndHundredTen - 2 * ten) / 100).isBetween(24L, 32L);
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
      journal.awaitOpen();
      for (RunEvent event : events) {
        journal.accept(event);
        journal.commit();
      }
    }
  }

  /** Changes a bit of the document with this number. */
  private static void damage(Segment segment, int number) throws IOException {
    Path path;
    try (var files = Files.list(segment.folder())) {
      path = files.filter(each -> each.toString().endsWith(".cq4")).findAny().orElseThrow();
    }
    byte[] content = Files.readAllBytes(path);
    try (var file = new DocumentFile(path)) {
      for (int i = 0; i <= number; i++) {
        assertThat(file.next()).isTrue();
      }
      content[(int) file.position() + 10] ^= 1;
    }
    Files.write(path, content);
  }

  private static List<RunEvent> events(long from, long to) {
    return LongStream.range(from, to)
        .<RunEvent>mapToObj(at -> new RunEvent.AttemptStarted(at, 0, at, 1))
        .toList();
  }

  private static List<RunEvent> resumed(long follows, List<RunEvent> events) {
    return join(List.of(new RunEvent.RunResumed(19, follows)), events);
  }

  private static List<RunEvent> join(List<RunEvent> before, List<RunEvent> after) {
    return Stream.concat(before.stream(), after.stream()).toList();
  }
}
