package orchestrate.ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.testing.Peer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingSessionTest {
  private static final long BOOT_OFFSET = 80;

  @TempDir Path base;
  private SessionFolders folders;
  private Path folder;

  @BeforeEach
  void nameFolder() throws IOException {
    folders = SessionFolders.in(base.resolve("base"));
    folder = folders.shared();
  }

  @Test
  void outlivesAllWhoTakePart() throws Exception {
    try (Peer first = Peer.stand(folder, "first")) {
      assertThat(first.ask("make x 2")).isEqualTo("done");
      assertThat(first.ask("acquire x 1")).isEqualTo("done");
      assertThat(first.ask("close")).isEqualTo("done");
    }
    assertThat(folders.sweep()).isEmpty();
    try (Session second = Session.openOrCreate(folder, "second")) {
      assertThat(second.findSemaphore("x").availablePermits()).isEqualTo(2);
      second.event("ready").set();
    }
    try (Session third = Session.open(folder, "third")) {
      assertThat(third.findEvent("ready").isSet()).isTrue();
    }
  }

  @Test
  void isItsOwnersAlone() throws IOException {
    try (Session session = Session.openOrCreate(folder, "me")) {
      session.event("x");
      assertThat(mode(folder)).isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).hasSize(2).allMatch(file -> mode(file).equals("rw-------"));
      }
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx-----x"));
      assertThatThrownBy(() -> Session.openOrCreate(folder, "other"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageStartingWith(folder + ": refused: its mode 701 lets other users in");
    }
  }

  @Test
  void whoeverComesFirstMakesItAndAllMeet() throws Exception {
    List<Callable<Peer>> comers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String label = "peer-" + i;
      comers.add(() -> Peer.stand(folder, label));
    }
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory());
        Session session = Session.openOrCreate(folder, "me")) {
      List<Peer> peers = new ArrayList<>();
      for (Future<Peer> peer : threads.invokeAll(comers)) {
        peers.add(peer.get());
      }
      assertThat(session.participants())
          .extracting(Participant::label)
          .containsExactlyInAnyOrder("me", "peer-0", "peer-1", "peer-2", "peer-3");
      peers.forEach(Peer::close);
    }
  }

  @Test
  void manyCreatorsAtOnceMakeOneSession() throws Exception {
    for (int round = 0; round < 20; round++) {
      Path place = folder.resolveSibling("round-" + round);
      List<Callable<Session>> comers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        comers.add(() -> Session.openOrCreate(place, "comer"));
      }
      try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
        List<Session> sessions = new ArrayList<>();
        for (Future<Session> session : threads.invokeAll(comers)) {
          sessions.add(session.get());
        }
        assertThat(sessions).allMatch(session -> session.participants().size() == 8);
        for (Session session : sessions) {
          session.close();
        }
      }
    }
    try (Stream<Path> left = Files.list(folders.base())) {
      assertThat(left).as("nothing half made is left").hasSize(20);
    }
  }

  @Test
  void whatTheDeadHeldIsThereForTheNextWhoComes() throws Exception {
    try (Peer victim = Peer.stand(folder, "victim")) {
      victim.ask("make x 3");
      assertThat(victim.ask("acquire x 3")).isEqualTo("done");
      victim.kill();
    }
    try (Session next = Session.openOrCreate(folder, "next")) {
      assertThat(next.findSemaphore("x").tryAcquire(3)).isTrue();
    }
  }

  /** The session of a peer that lives, copied: what would be on the disk after a crash. */
  @Test
  void nobodyIsAliveFromBeforeTheSystemStarted() throws Exception {
    Path copy = folder.resolveSibling("copy");
    try (Peer peer = Peer.stand(folder, "peer")) {
      peer.ask("make x 3");
      assertThat(peer.ask("acquire x 3")).isEqualTo("done");
      FolderTree.createPrivate(copy);
      for (String file : List.of(Session.CONTROL_FILE, "x")) {
        Files.copy(folder.resolve(file), copy.resolve(file));
        Files.setPosixFilePermissions(
            copy.resolve(file), PosixFilePermissions.fromString("rw-------"));
      }
      try (Session same = Session.open(copy, "same boot")) {
        assertThat(same.findSemaphore("x").availablePermits()).isZero();
      }
      startSystemAnew(copy);
      try (Session next = Session.open(copy, "next")) {
        assertThat(next.findSemaphore("x").tryAcquire(3)).isTrue();
        assertThat(living(next)).containsExactly("next");
        try (Session late = Session.open(copy, "late")) {
          assertThat(living(late)).containsExactlyInAnyOrder("next", "late");
          assertThat(late.findSemaphore("x").availablePermits()).isZero();
        }
      }
    }
  }

  @Test
  void aFolderThatIsNoSessionIsLeftAlone() throws IOException {
    FolderTree.createPrivate(folder);
    assertThatThrownBy(() -> Session.openOrCreate(folder, "me"))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(folder).isEmptyDirectory();
  }

  private static List<String> living(Session session) {
    return session.participants().stream()
        .filter(Participant::alive)
        .map(Participant::label)
        .toList();
  }

  private static void startSystemAnew(Path session) throws IOException {
    try (FileChannel control =
        FileChannel.open(session.resolve(Session.CONTROL_FILE), StandardOpenOption.WRITE)) {
      control.write(ByteBuffer.allocate(Long.BYTES).putLong(0, 42), BOOT_OFFSET);
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
