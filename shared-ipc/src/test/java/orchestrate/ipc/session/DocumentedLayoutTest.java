package orchestrate.ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.object.Waiters;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.sync.SemaphoreSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fields that docs/ipc-layout.md draws follow one another and fill what is there. */
class DocumentedLayoutTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "ipc-layout.md");

  /** Offset, bytes, and perhaps how many of them. */
  private static final Pattern FIELD =
      Pattern.compile("(?m)^ +(\\d+) +(\\d+)(?: \\* (\\d+))? {2,}\\S");

  @TempDir Path folder;

  @Test
  void ofObjects() throws IOException {
    assertThat(end("Semaphore")).isEqualTo(size(SemaphoreSpec.of(3).header()));
    assertThat(end("Event")).isEqualTo(size(new Header(ObjectKind.EVENT, 0)));
    assertThat(end("Barrier")).isEqualTo(size(new Header(ObjectKind.BARRIER, 2)));
    assertThat(end("Latch")).isEqualTo(size(new Header(ObjectKind.LATCH, 2)));
    assertThat(end("Counter")).isEqualTo(size(new Header(ObjectKind.COUNTER, 2)));
  }

  @Test
  void ofTheirParts() throws IOException {
    assertThat(end("Header")).isEqualTo(Header.BYTES);
    assertThat(end("Waiters")).isEqualTo(Waiters.BYTES);
    String participants = section("Participants");
    int slot = participants.indexOf("a slot\n");
    assertThat(end(participants.substring(0, slot))).isEqualTo(ParticipantTable.BYTES);
    assertThat(end(participants.substring(slot))).isBetween(65L, 128L);
  }

  private long size(Header header) throws IOException {
    Path file = folder.resolve(header.kind().toString());
    try (MappedRegion region = ObjectFactory.make(file, header)) {
      return region.segment().byteSize();
    }
  }

  /** Where the last field ends; none begins before the one above it has ended. */
  private static long end(String nameOrText) throws IOException {
    Matcher field = FIELD.matcher(nameOrText.contains("\n") ? nameOrText : section(nameOrText));
    long end = 0;
    while (field.find()) {
      long offset = Long.parseLong(field.group(1));
      long count = field.group(3) == null ? 1 : Long.parseLong(field.group(3));
      assertThat(offset).as(field.group()).isGreaterThanOrEqualTo(end);
      end = offset + Long.parseLong(field.group(2)) * count;
    }
    return end;
  }

  private static String section(String name) throws IOException {
    String document = Files.readString(DOCUMENT);
    int start = document.indexOf("\n## " + name + "\n");
    assertThat(start).as(name).isPositive();
    int next = document.indexOf("\n## ", start + 1);
    return document.substring(start, next < 0 ? document.length() : next);
  }
}
