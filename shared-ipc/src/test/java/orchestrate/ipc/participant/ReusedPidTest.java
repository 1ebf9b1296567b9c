package orchestrate.ipc.participant;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReusedPidTest {
  private static final long PID = Integer.BYTES;

  @TempDir Path folder;

  /** As if the victim's pid were ours by now: the table says so, the time of its start doesn't. */
  @Test
  void whoHasThePidOfTheDeadIsNotTakenForIt() throws Exception {
    Path control = folder.resolve("s").resolve("session.control");
    try (Session session = Session.create(folder.resolve("s"), "tester");
        Peer victim = Peer.join(folder.resolve("s"), "victim");
        MappedRegion region = MappedRegion.open(control)) {
      SharedSemaphore semaphore = session.semaphore("x", 1);
      assertThat(victim.ask("acquire x 1")).isEqualTo("done");
      ParticipantTable table = new ParticipantTable(region);
      int slot = session.participants().getLast().slot();
      assertThat(table.processOf(slot).pid()).isEqualTo((int) victim.pid());
      int own = (int) ProcessHandle.current().pid();
      table.segment().set(JAVA_INT, table.livenessOffset(slot) + PID, own);
      assertThat(table.processOf(slot).pid()).isEqualTo(own);
      victim.shoot();
      semaphore.acquire();
      Eventually.await(() -> session.participants().size() == 1);
      assertThat(session.participants().getFirst().alive()).isTrue();
    }
  }
}
