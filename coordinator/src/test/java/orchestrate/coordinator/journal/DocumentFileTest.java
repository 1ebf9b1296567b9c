package orchestrate.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentFileTest {
  @TempDir Path folder;

  /** Long enough for several pages of the index, and documents that are longer than a buffer. */
  @Test
  void readsWhatChronicleReads() throws IOException {
    var random = new Random(1);
    try (ChronicleQueue queue = queue();
        ExcerptAppender appender = queue.createAppender()) {
      for (int i = 0; i < 1_200_000; i++) {
        int length = 1 + (i % 20_000 == 0 ? random.nextInt(200_000) : random.nextInt(20));
        byte[] document = new byte[length];
        random.nextBytes(document);
        appender.writeBytes(out -> out.write(document));
      }
    }
    int documents = 0;
    try (ChronicleQueue queue = queue();
        var tailer = queue.createTailer();
        var file = new DocumentFile(file())) {
      while (file.next()) {
        byte[] ours = document(file);
        tailer.readBytes(in -> assertThat(in.toByteArray()).isEqualTo(ours));
        documents++;
      }
      assertThat(file.damage()).isNull();
      assertThat(file.isCutShort()).isFalse();
      assertThat(tailer.readBytes(in -> {})).isFalse();
    }
    assertThat(documents).isEqualTo(1_200_000);
  }

  @Test
  void knowsADocumentThatWasNotFinished() throws IOException {
    Path meanwhile = folder.resolve("meanwhile");
    try (ChronicleQueue queue = queue();
        ExcerptAppender appender = queue.createAppender()) {
      appender.writeBytes(out -> out.write(new byte[] {1, 2, 3}));
      appender.writeBytes(
          out -> {
            out.write(new byte[] {4, 5, 6});
            copy(file(), meanwhile);
          });
    }
    try (var file = new DocumentFile(meanwhile)) {
      assertThat(file.next()).isTrue();
      assertThat(document(file)).containsExactly(1, 2, 3);
      assertThat(file.next()).isFalse();
      assertThat(file.damage()).isNull();
      assertThat(file.isCutShort()).isTrue();
    }
  }

  @Test
  void goesOnWhenMoreIsWritten() throws IOException {
    try (ChronicleQueue queue = queue();
        ExcerptAppender appender = queue.createAppender()) {
      appender.writeBytes(out -> out.write(new byte[] {1}));
      try (var file = new DocumentFile(file())) {
        assertThat(file.next()).isTrue();
        assertThat(file.next()).isFalse();
        appender.writeBytes(out -> out.write(new byte[] {2}));
        assertThat(file.next()).isTrue();
        assertThat(document(file)).containsExactly(2);
        assertThat(file.next()).isFalse();
        assertThat(file.damage()).isNull();
      }
    }
  }

  @Test
  void findsNothingInAFileThatIsOnlyReserved() throws IOException {
    Path empty = Files.write(folder.resolve("empty"), new byte[1 << 19]);
    try (var file = new DocumentFile(empty)) {
      assertThat(file.next()).isFalse();
      assertThat(file.damage()).isNull();
    }
  }

  private ChronicleQueue queue() {
    return ChronicleQueue.singleBuilder(folder.resolve("queue"))
        .blockSize(DocumentFile.MOST_BYTES)
        .rollCycle(RollCycles.FAST_DAILY)
        .timeProvider(() -> 0)
        .build();
  }

  private Path file() {
    return folder.resolve("queue").resolve("19700101F.cq4");
  }

  private static byte[] document(DocumentFile file) {
    return Arrays.copyOfRange(file.bytes(), file.offset(), file.offset() + file.length());
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
