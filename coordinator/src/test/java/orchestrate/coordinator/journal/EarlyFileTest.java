package orchestrate.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.channel.MessageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run has told before its journal's queue was open is kept, too. */
class EarlyFileTest {
  private static final List<RunEvent> EVENTS = EveryEvent.LIST;

  @TempDir Path run;

  private Recorded recorded = new Recorded(0, 0, false, null);

  private List<RunEvent> read() throws IOException {
    var read = new ArrayList<RunEvent>();
    recorded = JournalReader.read(run, read::add);
    return read;
  }

  /** Each event is a document of its own; returns where they end. */
  private List<Long> writeWithoutAQueue(Path folder) throws IOException {
    JournalFile.makeRoom(folder, Duration.ofMillis(EVENTS.getFirst().at()).toDays());
    var ends = new ArrayList<Long>();
    var document = new MessageWriter();
    var seal = new Seal();
    long end = 0;
    try (EarlyFile file = EarlyFile.create(folder)) {
      for (RunEvent event : EVENTS) {
        RunEventCodec.begin(event.at(), document);
        RunEventCodec.write(event, event.at(), document);
        seal.put(document);
        file.append(document.bytes(), document.length());
        end += Integer.BYTES + ((document.length() + 3) & -4);
        ends.add(end);
      }
    }
    return ends;
  }

  @Test
  void isAllThereIsIfTheRunWasKilledBeforeItsQueueWasOpen() throws IOException {
    writeWithoutAQueue(Segment.first(run).folder());

    assertThat(read()).isEqualTo(EVENTS);
    assertThat(recorded).isEqualTo(new Recorded(EVENTS.size(), EVENTS.size(), false, null));
  }

  @Test
  void isReadUpToWhereItWasCutOff() throws IOException {
    Path folder = Segment.first(run).folder();
    List<Long> ends = writeWithoutAQueue(folder);

    try (var file = FileChannel.open(folder.resolve(EarlyFile.NAME), StandardOpenOption.WRITE)) {
      for (long cut = ends.getLast(); cut > 0; cut--) {
        long at = cut;
        file.truncate(cut);
        int whole = (int) ends.stream().filter(end -> end <= at).count();
        // Up to three zeros follow a document, and say nothing.
        int most = (int) ends.stream().filter(end -> end < at + 4).count();
        List<RunEvent> read = read();
        assertThat(read.size()).as("cut at %d", cut).isBetween(whole, most);
        assertThat(read).isEqualTo(EVENTS.subList(0, read.size()));
      }
    }
  }

  @Test
  void comesBeforeTheQueue() throws IOException {
    try (Journal journal = Journal.open(Segment.first(run).folder())) {
      for (RunEvent event : EVENTS) {
        journal.accept(event);
        journal.commit();
      }
      journal.awaitOpen();
      for (RunEvent event : EVENTS) {
        journal.accept(event);
        journal.commit();
      }
    }
    var twice = new ArrayList<>(EVENTS);
    twice.addAll(EVENTS);
    assertThat(read()).isEqualTo(twice);
    assertThat(recorded.damage()).isNull();
  }

  /** What was not on the disk yet when the machine lost its power. */
  @Test
  void isMissedIfTheQueueGoesOn() throws IOException {
    Path folder = Segment.first(run).folder();
    try (Journal journal = Journal.open(folder)) {
      journal.awaitOpen();
      journal.accept(EVENTS.getFirst());
    }
    assertThat(read()).hasSize(1);
    try (var file = FileChannel.open(folder.resolve(EarlyFile.NAME), StandardOpenOption.WRITE)) {
      file.truncate(0);
    }
    assertThat(read()).isEmpty();
    assertThat(recorded.damage())
        .isEqualTo(
            "journal/0.early, byte 0: there is no document, but the journal goes on in another"
                + " file");
  }
}
