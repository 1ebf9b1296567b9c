package orchestrate.coordinator.journal;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.worker.protocol.ResourceUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to a journal's file, what is read of it is the beginning of what was told, with
 * all that stands before the damage.
 */
class JournalDamageTest {
  /** In the long form one for each byte of the last 4 KiB. */
  private static final int DAMAGES = Integer.getInteger("orchestrate.journal.damages", 100);

  private static final int TAIL_BYTES = 4096;

  @TempDir Path run;

  private final List<RunEvent> events = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();
  private FileChannel file;
  private long end;

  /** Where a document is in the file, and how many events there are up to its end. */
  private record Document(long begin, long end, int events) {}

  @BeforeEach
  void writeARun() throws IOException {
    Path folder = Segment.first(run).folder();
    try (Journal journal = Journal.open(folder)) {
      journal.awaitOpen();
      int documentsToWrite = 4000;
      for (int i = 0; i < documentsToWrite; i++) {
        List<RunEvent> turn = turn(i, i == documentsToWrite - 1);
        turn.forEach(journal);
        journal.commit();
        events.addAll(turn);
      }
    }
    Path path;
    try (var files = Files.list(folder)) {
      path = files.filter(each -> each.toString().endsWith(".cq4")).findAny().orElseThrow();
    }
    int count = 0;
    try (var walk = new DocumentFile(path)) {
      var decoder = new DocumentDecoder();
      var turn = new ArrayList<RunEvent>();
      while (walk.next()) {
        assertThat(decoder.read(walk.bytes(), walk.offset(), walk.length(), turn)).isNull();
        count += turn.size();
        documents.add(new Document(walk.position(), walk.position() + 4 + walk.length(), count));
      }
    }
    end = documents.getLast().end();
    file = FileChannel.open(path, READ, WRITE);
  }

  @AfterEach
  void close() throws IOException {
    file.close();
  }

  private static List<RunEvent> turn(int number, boolean last) {
    long at = 1_795_946_400_000L + number;
    if (number == 0) {
      return List.of(new RunEvent.RunStarted(at, "id", "job", "/job.yaml", 2, Map.of("p", "v")));
    }
    if (last) {
      return List.of(
          new RunEvent.TaskEnded(at, 0, new TaskStatus.Succeeded()), new RunEvent.RunEnded(at, 0));
    }
    var begun = new RunEvent.AttemptStarted(at, 0, number, 1);
    boolean plain = number % 3 != 0;
    var use = plain ? ResourceUse.NONE : new ResourceUse(number, 8, 9);
    var outputs =
        number % 7 == 0 ? Map.of("text", "x".repeat(number % 200)) : Map.<String, String>of();
    var ended =
        new RunEvent.AttemptEnded(
            at, 0, number, 1, 1000, use, new Outcome.Succeeded(outputs), false, null);
    return plain ? List.of(begun, ended) : List.of(ended);
  }

  @Test
  void isReadUpToWhereItWasCutOff() throws IOException {
    for (long cut = end; cut >= end - TAIL_BYTES; cut -= step()) {
      file.truncate(cut);
      check("cut at " + cut, cut);
    }
  }

  /** What was not on the disk yet when the machine lost its power. */
  @Test
  void isReadUpToWhereItIsZeros() throws IOException {
    for (long cut = end; cut >= end - TAIL_BYTES; cut -= step()) {
      file.write(ByteBuffer.allocate((int) (end - cut)), cut);
      check("zeros from " + cut, cut);
    }
  }

  @Test
  void isReadUpToWhereABitIsWrong() throws IOException {
    var random = new Random(6);
    for (int i = 0; i < DAMAGES; i++) {
      long at = random.nextLong(end + 1000);
      int bit = random.nextInt(8);
      byte sound = set(at, bit);
      check("bit %d of byte %d".formatted(bit, at), at);
      if (documents.stream().anyMatch(d -> d.begin() <= at && at < d.end())) {
        assertThat(recorded.damage()).as("bit %d of byte %d", bit, at).isNotNull();
      }
      file.write(ByteBuffer.allocate(1).put(0, sound), at);
    }
    assertThat(read()).isEqualTo(events);
  }

  private static int step() {
    return Math.max(1, TAIL_BYTES / DAMAGES);
  }

  private byte set(long at, int bit) throws IOException {
    var sound = ByteBuffer.allocate(1);
    file.read(sound, at);
    file.write(ByteBuffer.allocate(1).put(0, (byte) (sound.get(0) ^ 1 << bit)), at);
    return sound.get(0);
  }

  private void check(String what, long damaged) throws IOException {
    List<RunEvent> read = read();
    long sound =
        documents.stream()
            .filter(d -> d.end() <= damaged)
            .mapToLong(Document::events)
            .max()
            .orElse(0);
    assertThat((long) read.size()).as(what).isBetween(sound, (long) events.size());
    assertThat(read).as(what).isEqualTo(events.subList(0, read.size()));
    if (read.size() < events.size()) {
      assertThat(recorded.damage()).as(what).matches("journal/\\d{8}F.cq4, byte \\d+: .+");
    }
    assertThat(recorded.events()).isEqualTo(read.size());
  }

  private Recorded recorded = new Recorded(0, 0, false, null);

  private List<RunEvent> read() throws IOException {
    var read = new ArrayList<RunEvent>();
    recorded = JournalReader.read(run, read::add);
    return read;
  }
}
