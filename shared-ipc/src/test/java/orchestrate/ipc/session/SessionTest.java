package orchestrate.ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.FutureTask;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.sync.SemaphoreSpec;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Eventually;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionTest {
  @TempDir Path base;

  @Test
  void theFolderIsPrivateAndGoesWithItsCreator() throws IOException {
    Path folder = base.resolve("s");
    try (Session session = Session.create(folder, "me")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      assertThat(session.self().label()).isEqualTo("me");
      assertThat(session.self().pid()).isEqualTo((int) ProcessHandle.current().pid());
      assertThatThrownBy(() -> Session.create(folder, "other"))
          .isInstanceOf(FileAlreadyExistsException.class);
    }
    assertThat(base).isEmptyDirectory();
    assertThatThrownBy(() -> Session.open(folder, "late")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void oneNameIsOneObject() throws Exception {
    try (Session session = Session.create(base.resolve("s"), "me");
        Session other = Session.open(base.resolve("s"), "other")) {
      SharedSemaphore semaphore = session.semaphore("a/../b ü", 2);
      assertThat(session.semaphore("a/../b ü", 2)).isSameAs(semaphore);
      assertThat(session.findSemaphore("a/../b ü")).isSameAs(semaphore);
      assertThat(session.folder().resolve("a%2F%2E%2E%2Fb%20%C3%BC")).exists();
      semaphore.acquire();
      assertThat(other.semaphore("a/../b ü", 2).availablePermits()).isEqualTo(1);
    }
  }

  @Test
  void aMismatchShowsBothSides() throws IOException {
    try (Session session = Session.create(base.resolve("s"), "me");
        Session other = Session.open(base.resolve("s"), "other")) {
      session.semaphore("x", 2);
      Path file = session.folder().resolve("x");
      for (Session asked : List.of(session, other)) {
        assertThatThrownBy(() -> asked.semaphore("x", 3))
            .isInstanceOf(LayoutException.class)
            .hasMessage(
                file
                    + ": found unfair bounded semaphore of 2 permits,"
                    + " asked for unfair bounded semaphore of 3 permits");
        assertThatThrownBy(() -> asked.semaphore("x", SemaphoreSpec.of(2).inOrder()))
            .isInstanceOf(LayoutException.class);
        assertThatThrownBy(() -> asked.event("x"))
            .isInstanceOf(LayoutException.class)
            .hasMessage(file + ": found unfair bounded semaphore of 2 permits, asked for event");
        assertThatThrownBy(() -> asked.findBarrier("x"))
            .isInstanceOf(LayoutException.class)
            .hasMessage(file + ": found unfair bounded semaphore of 2 permits, asked for barrier");
      }
    }
  }

  @Test
  void aMismatchIsToldInTheWordsOfTheObject() throws IOException {
    try (Session session = Session.create(base.resolve("s"), "me")) {
      session.latch("l", 2);
      session.counter("c");
      assertThatThrownBy(() -> session.latch("l", 3))
          .hasMessageEndingWith(
              ": found latch that counts down from 2, asked for latch that counts down from 3");
      assertThatThrownBy(() -> session.counter("c", 7))
          .hasMessageEndingWith(
              ": found counter that starts at 0, asked for counter that starts at 7");
      assertThat(session.findLatch("l")).isSameAs(session.latch("l", 2));
      assertThat(session.findCounter("c")).isSameAs(session.counter("c", 0));
    }
  }

  @Test
  void whatIsNotThereIsToldWithWhatIs() throws IOException {
    try (Session session = Session.create(base.resolve("s"), "me")) {
      session.event("ready?");
      session.barrier("phase", 2);
      assertThatThrownBy(() -> session.findSemaphore("x"))
          .isInstanceOf(NoSuchElementException.class)
          .hasMessage(
              "no semaphore 'x' in session " + session.folder() + "; there are: [phase, ready?]");
      assertThatThrownBy(() -> session.event(""))
          .hasMessage("'' is no name for an object: it is empty");
    }
  }

  @Test
  void aClosedSessionSaysSo() throws IOException {
    Session session = Session.create(base.resolve("s"), "me");
    SharedSemaphore semaphore = session.semaphore("x", 2);
    session.close();
    session.close();
    assertThatThrownBy(() -> semaphore.tryAcquire(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> session.semaphore("x", 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the session " + session.folder() + " was closed");
  }

  @Test
  void closingEndsTheWaitsOfItsOwnThreads() throws Exception {
    try (Session holder = Session.create(base.resolve("s"), "holder")) {
      holder.semaphore("x", 1).acquire();
      Session session = Session.open(base.resolve("s"), "waiter");
      SharedSemaphore semaphore = session.findSemaphore("x");
      FutureTask<Void> waiting =
          new FutureTask<>(
              () -> {
                semaphore.acquire();
                return null;
              });
      Thread.ofPlatform().daemon().start(waiting);
      Eventually.await(() -> semaphore.waiting().size() == 1);
      session.close();
      assertThatThrownBy(waiting::get).hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void slotsAreUsedAgain() throws IOException {
    try (Session session = Session.create(base.resolve("s"), "me")) {
      for (int i = 0; i < 1_100; i++) {
        Session.open(session.folder(), "guest").close();
      }
      assertThat(session.participants()).hasSize(1);
    }
  }

  @Test
  void aFullSessionSaysSo() throws IOException {
    List<Session> guests = new ArrayList<>();
    try (Session session = Session.create(base.resolve("s"), "me")) {
      for (int i = 0; i < 1_022; i++) {
        guests.add(Session.open(session.folder(), "guest " + i));
      }
      assertThat(session.participants()).hasSize(1_023).allMatch(Participant::alive);
      assertThatThrownBy(() -> Session.open(session.folder(), "one too many"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("all 1023 slots of the session are taken");
      for (Session guest : guests) {
        guest.close();
      }
    }
  }

  @Test
  void longLabelsAreCutBetweenCharacters() throws IOException {
    try (Session session = Session.create(base.resolve("s"), "x" + "ü".repeat(40))) {
      assertThat(session.self().label()).isEqualTo("x" + "ü".repeat(23));
    }
  }

  @Test
  void aFolderOpenToOthersIsRefused() throws IOException {
    try (Session session = Session.create(base.resolve("s"), "me")) {
      Files.setPosixFilePermissions(session.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
      assertThatThrownBy(() -> Session.open(session.folder(), "other"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("refused: its mode 755 lets other users in: ");
    }
  }
}
