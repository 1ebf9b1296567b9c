package orchestrate.ipc.session;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.os.Libc;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Peer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is not as we would have made it is refused, before anything is read from it. */
class ForeignFilesTest {
  private static final int MAGIC = 0;
  private static final int KIND = 8;
  private static final int VERSION = 12;
  private static final int SIZE = 24;

  @TempDir Path base;
  private Session session;
  private Path folder;
  private Path control;
  private Path event;

  @BeforeEach
  void makeASessionWithAnEvent() throws IOException {
    folder = base.resolve("s");
    control = folder.resolve(Session.CONTROL_FILE);
    event = folder.resolve("e");
    session = Session.create(folder, "tester");
    try (Session other = Session.open(folder, "maker")) {
      other.event("e"); // unknown to our session yet
    }
  }

  @AfterEach
  void closeSession() throws IOException {
    session.close();
  }

  @Test
  void aTruncatedControlFile() throws IOException {
    replaceBy(control, 4096);
    assertThatThrownBy(() -> Session.open(folder, "me"))
        .isInstanceOf(LayoutException.class)
        .hasMessage(control + " has 4096 bytes, expected at least 131200");
    replaceBy(control, 0);
    assertThatThrownBy(() -> Session.open(folder, "me")).isInstanceOf(LayoutException.class);
  }

  @Test
  void aControlFileThatSomebodyElseMade() throws IOException {
    replaceBy(control, 131_200);
    assertThatThrownBy(() -> Session.open(folder, "me"))
        .isInstanceOf(LayoutException.class)
        .hasMessage(control + " is not an object file of orchestrate");
  }

  @Test
  void theControlFileOfAnotherVersion() throws IOException {
    copyOf(control, VERSION, 77);
    assertThatThrownBy(() -> Session.open(folder, "me"))
        .isInstanceOf(LayoutException.class)
        .hasMessage(
            control
                + ": found session in layout 77 with 131200 bytes,"
                + " expected layout 3 and a file of that size, not 131200 bytes");
  }

  @Test
  void anotherKindInPlaceOfTheControlFile() throws IOException {
    int event = 3;
    copyOf(control, KIND, event);
    assertThatThrownBy(() -> Session.open(folder, "me")).isInstanceOf(LayoutException.class);
  }

  @Test
  void anObjectFileWithoutMagic() throws IOException {
    copyOf(event, MAGIC, 0);
    assertThatThrownBy(() -> session.event("e"))
        .isInstanceOf(LayoutException.class)
        .hasMessage(event + " is not an object file of orchestrate");
  }

  @Test
  void anObjectFileOfAnotherVersion() throws IOException {
    copyOf(event, VERSION, 1);
    assertThatThrownBy(() -> session.findEvent("e"))
        .isInstanceOf(LayoutException.class)
        .hasMessage(
            event
                + ": found event in layout 1 with 32960 bytes,"
                + " expected layout 3 and a file of that size, not 32960 bytes");
  }

  @Test
  void anObjectFileOfAKindFromTheFuture() throws IOException {
    copyOf(event, KIND, 99);
    assertThatThrownBy(() -> session.event("e"))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("found unknown kind 99 in layout 3")
        .hasMessageContaining("expected a kind that this program knows");
  }

  @Test
  void anObjectFileThatIsNotAsLargeAsItSays() throws IOException {
    copyOf(event, SIZE, 4096);
    assertThatThrownBy(() -> session.event("e"))
        .isInstanceOf(LayoutException.class)
        .hasMessageEndingWith(
            "with 4096 bytes, expected layout 3 and a file of that size, not 32960 bytes");
  }

  @Test
  void anObjectFileThatIsTooSmallForItsKind() throws IOException {
    byte[] bytes = Files.readAllBytes(event);
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putLong(SIZE, 128);
    replaceBy(event, 0);
    Files.write(event, java.util.Arrays.copyOf(bytes, 128));
    for (ThrowingCallable open :
        new ThrowingCallable[] {() -> session.event("e"), () -> session.findEvent("e")}) {
      assertThatThrownBy(open)
          .isInstanceOf(LayoutException.class)
          .hasMessage(event + " has 128 bytes, expected 32960");
    }
  }

  @Test
  void filesThatOthersCouldHaveWritten() throws IOException {
    Files.setPosixFilePermissions(event, PosixFilePermissions.fromString("rw-rw----"));
    refused(
        () -> session.event("e"),
        event
            + ": refused: its mode 660 lets other users in: remove it, or if nobody else has written"
            + " there, chmod go= it");
    Files.setPosixFilePermissions(control, PosixFilePermissions.fromString("rw----r--"));
    assertThatThrownBy(() -> Session.open(folder, "me"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("its mode 604 lets other users in");
  }

  @Test
  @EnabledIf("isRoot")
  void whatBelongsToAnotherUser() throws IOException {
    Files.setAttribute(event, "unix:uid", 65534);
    String reason =
        ": refused: it belongs to user 65534, this process runs as 0: take a place of your own";
    refused(() -> session.event("e"), event + reason);
    Files.setAttribute(folder, "unix:uid", 65534);
    assertThatThrownBy(() -> Session.open(folder, "me"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(folder + reason);
  }

  @Test
  void linksToWhatWouldBeGood() throws IOException {
    Path real = base.resolve("real");
    Files.move(event, real);
    Files.createSymbolicLink(event, real);
    refused(
        () -> session.event("e"),
        event + ": refused: it is not a regular file (links are not followed): remove it");
    Path link = Files.createSymbolicLink(base.resolve("link"), folder);
    assertThatThrownBy(() -> Session.open(link, "me"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(link + ": refused: it is not a folder (links are not followed): remove it");
    Path movedControl = base.resolve("control");
    Files.move(control, movedControl);
    Files.createSymbolicLink(control, movedControl);
    assertThatThrownBy(() -> Session.open(folder, "me")).isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void aLinkIsNotFollowedToMakeAnObjectEither() throws IOException {
    Path victim = base.resolve("victim");
    Files.createSymbolicLink(folder.resolve("x"), victim);
    refused(
        () -> session.semaphore("x", 1),
        folder.resolve("x")
            + ": refused: it is not a regular file (links are not followed): remove it");
    assertThat(victim).doesNotExist();
  }

  @Test
  void strayFilesKeepNoDeathFromBeingRecovered() throws Exception {
    Files.write(folder.resolve("stray"), new byte[10]);
    Files.write(folder.resolve("empty"), new byte[0]);
    Files.createSymbolicLink(folder.resolve("link"), base);
    copyOf(event, SIZE, 4096);
    Path tooSmall = folder.resolve("small");
    Files.write(tooSmall, new byte[] {1});
    Files.setPosixFilePermissions(tooSmall, PosixFilePermissions.fromString("rw-------"));
    try (Peer victim = Peer.join(folder, "victim")) {
      SharedSemaphore semaphore = session.semaphore("x", 1);
      assertThat(victim.ask("acquire x 1")).isEqualTo("done");
      victim.shoot();
      semaphore.acquire();
    }
  }

  static boolean isRoot() {
    return Libc.effectiveUserId() == 0;
  }

  private static void refused(ThrowingCallable open, String message) {
    assertThatThrownBy(open)
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(message);
  }

  /** Another file of that name: what is mapped by the session must stay as it is. */
  private static void replaceBy(Path file, int size) throws IOException {
    Files.delete(file);
    Files.write(file, new byte[size]);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static void copyOf(Path file, int offset, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    replaceBy(file, 0);
    ByteBuffer changed = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    changed.putInt(offset, value);
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.write(changed);
    }
  }
}
