package orchestrate.coordinator.journal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.ipc.channel.MessageWriter;
import orchestrate.worker.protocol.ResourceUse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Journals that earlier versions have written, whose files are kept here, and a later one could.
 */
class JournalFormatsTest {
  private static final long BEGIN = 1_795_946_400_000L;

  /** What the files have. */
  private static final List<RunEvent> EVENTS =
      List.of(
          new RunEvent.RunStarted(
              BEGIN, "20261129-100000-000-abcd", "old job", "/old/job.yaml", 2, Map.of("p", "v")),
          new RunEvent.TaskActivated(BEGIN + 1, 0, 3),
          new RunEvent.AttemptStarted(BEGIN + 2, 0, 0, 1),
          ended(0, ResourceUse.NONE, new Outcome.Succeeded(Map.of()), null),
          new RunEvent.AttemptStarted(BEGIN + 3, 0, 1, 1),
          ended(1, new ResourceUse(7, 8, 9), new Outcome.Succeeded(Map.of()), null),
          new RunEvent.AttemptStarted(BEGIN + 4, 0, 2, 1),
          ended(2, ResourceUse.NONE, new Outcome.Exited(3, "exit code 3"), "item"),
          new RunEvent.TaskEnded(BEGIN + 9, 0, new TaskStatus.Failed()),
          new RunEvent.RunEnded(BEGIN + 10, 1));

  @TempDir Path run;

  private static RunEvent ended(
      int instance, ResourceUse use, Outcome outcome, @Nullable String item) {
    return new RunEvent.AttemptEnded(
        BEGIN + 5 + instance, 0, instance, 1, 1_000_000L + instance, use, outcome, false, item);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void readsWhatEarlierVersionsWrote(int format) throws IOException {
    unpack(format);
    assertThat(read()).isEqualTo(EVENTS);
    assertThat(recorded.damage()).isNull();
    assertThat(recorded.cutShort()).isFalse();
  }

  /**
   * They have no checksums: what was damaged may be read as something else, but no more than that.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void readsADamagedOneAsFarAsItCanBeRead(int format) throws IOException {
    Path path = unpack(format);
    var random = new Random(format);
    try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long begin = end(path) - 800;
      for (int i = 0; i < 300; i++) {
        long at = begin + random.nextInt(800);
        var sound = ByteBuffer.allocate(1);
        file.read(sound, at);
        byte flipped = (byte) (sound.get(0) ^ 1 << random.nextInt(8));
        file.write(ByteBuffer.allocate(1).put(0, flipped), at);
        read();
        file.write(sound.rewind(), at);
      }
    }
    assertThat(read()).isEqualTo(EVENTS);
  }

  @Test
  void refusesALaterFormat() throws IOException {
    var document = new MessageWriter();
    document.putInt(RunEventCodec.FORMAT + 1).putLong(BEGIN);
    write(document);
    assertThatIOException()
        .isThrownBy(this::read)
        .withMessageMatching(
            "journal/\\d{8}F.cq4, byte \\d+: a newer version of orchestrate has written this"
                + " journal, with format 5, and this version reads up to 4; use that to read it");
  }

  @Test
  void refusesAnEntryOfALaterVersion() throws IOException {
    var document = new MessageWriter();
    RunEventCodec.begin(BEGIN, document);
    RunEventCodec.write(EVENTS.getFirst(), BEGIN, document);
    document.putVarLong(127).putVarLong(0);
    write(document);
    assertThatIOException()
        .isThrownBy(this::read)
        .withMessageContaining("with an entry that this version doesn't know (unknown kind of");
  }

  private Recorded recorded = new Recorded(0, 0, false, null);

  private List<RunEvent> read() throws IOException {
    var events = new ArrayList<RunEvent>();
    recorded = JournalReader.read(run, events::add);
    return events;
  }

  private void write(MessageWriter document) throws IOException {
    Path folder = Segment.first(run).folder();
    long day = Duration.ofMillis(BEGIN).toDays();
    JournalFile.makeRoom(folder, day);
    try (JournalFile file = JournalFile.open(folder, day)) {
      new Seal().put(document);
      file.append(document.bytes(), document.length());
    }
  }

  private Path unpack(int format) throws IOException {
    Path folder = Files.createDirectories(Segment.first(run).folder());
    Path file = folder.resolve("20261129F.cq4");
    try (InputStream packed =
        requireNonNull(getClass().getResourceAsStream("format-" + format + ".cq4.gz"))) {
      Files.copy(new GZIPInputStream(packed), file);
    }
    return file;
  }

  private static long end(Path path) throws IOException {
    try (var file = new DocumentFile(path)) {
      while (file.next()) {
        // To its end.
      }
      return file.position();
    }
  }
}
