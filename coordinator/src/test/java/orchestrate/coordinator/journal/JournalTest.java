package orchestrate.coordinator.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;

  private static final List<RunEvent> EVENTS = EveryEvent.LIST;

  private List<RunEvent> read() throws IOException {
    var events = new ArrayList<RunEvent>();
    assertThat(JournalReader.read(folder, events::add).damage()).isNull();
    return events;
  }

  @Test
  void hasEventsOfAllKinds() {
    assertThat(EVENTS.stream().<Class<?>>map(RunEvent::getClass))
        .contains(RunEvent.class.getPermittedSubclasses());
  }

  @Test
  void givesBackEveryEventAsItWas() throws IOException {
    Path file = Segment.first(folder).folder();
    try (Journal journal = Journal.open(file)) {
      EVENTS.forEach(journal);
    }
    assertThat(read()).isEqualTo(EVENTS);
  }

  @Test
  void isOneSmallFileIfTheRunIsShort() throws IOException {
    Path file = Segment.first(folder).folder();
    try (Journal journal = Journal.open(file)) {
      EVENTS.forEach(journal);
    }
    assertThat(file).isDirectoryContaining(each -> each.endsWith(EarlyFile.NAME));
    assertThat(file.toFile().list()).hasSize(1);
    assertThat(Files.size(file.resolve(EarlyFile.NAME))).isLessThan(4_096);
  }

  @Test
  void hasItsQueueOnceThereAreManyDocuments() throws IOException {
    Path file = Segment.first(folder).folder();
    try (Journal journal = Journal.open(file)) {
      for (int i = 0; i < Journal.EARLY_DOCUMENTS; i++) {
        journal.accept(EVENTS.getFirst());
        journal.commit();
      }
    }
    assertThat(theFile(file)).isNotEmptyFile();
    assertThat(read()).hasSize(Journal.EARLY_DOCUMENTS);
  }

  @Test
  void hasItsQueueOnceItsDocumentsAreLong() throws IOException {
    Path file = Segment.first(folder).folder();
    int count = 5_000;
    try (Journal journal = Journal.open(file)) {
      for (int i = 0; i < count; i++) {
        journal.accept(EVENTS.get(i % EVENTS.size()));
      }
      journal.commit();
    }
    assertThat(theFile(file)).isNotEmptyFile();
    assertThat(read()).hasSize(count);
  }

  @Test
  void leavesAloneWhatIsThereAlready() throws IOException {
    Path file = Segment.first(folder).folder();
    try (Journal journal = Journal.open(file)) {
      journal.awaitOpen();
      EVENTS.forEach(journal);
    }
    Journal second = Journal.open(file);
    assertThatThrownBy(second::close).isInstanceOf(JournalException.class);
    assertThat(read()).isEqualTo(EVENTS);
  }

  @Test
  void keepsMoreThanItsBuffer() throws IOException {
    Path file = Segment.first(folder).folder();
    int count = 40_000;
    try (Journal journal = Journal.open(file)) {
      for (int i = 0; i < count; i++) {
        journal.accept(new RunEvent.AttemptStarted(i, 0, i, 1));
      }
    }
    List<RunEvent> events = read();
    assertThat(events).hasSize(count);
    assertThat(events.getLast()).isEqualTo(new RunEvent.AttemptStarted(count - 1, 0, count - 1, 1));
  }

  @Test
  void whatIsCommittedIsThereForOthersToRead() throws IOException {
    Path file = Segment.first(folder).folder();
    try (Journal journal = Journal.open(file)) {
      journal.accept(EVENTS.get(0));
      journal.commit();
      journal.awaitOpen();
      for (RunEvent event : EVENTS.subList(1, EVENTS.size() - 1)) {
        journal.accept(event);
        journal.commit();
      }
      journal.accept(EVENTS.getLast());
      assertThat(read()).isEqualTo(EVENTS.subList(0, EVENTS.size() - 1));
    }
    assertThat(read()).isEqualTo(EVENTS);
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
    Path file = Segment.first(folder).folder();
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

  @Test
  void belongsToItsOwnerAlone() throws IOException {
    Path file = Segment.first(folder).folder();
    try (Journal journal = Journal.open(file)) {
      EVENTS.forEach(journal);
      journal.awaitOpen();
    }
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    try (var files = Files.list(file)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              each ->
                  assertThat(Files.getPosixFilePermissions(each))
                      .isEqualTo(PosixFilePermissions.fromString("rw-------")));
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
