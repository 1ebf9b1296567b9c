package orchestrate.ipc.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.os.RobustList;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Peer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel alone tells of a death: nobody watches here. */
class RobustLivenessTest {
  @TempDir Path folder;
  private @Nullable MappedRegion control;

  @BeforeEach
  void onlyWhereTheKernelMarksTheDead() {
    assumeTrue(Keeper.ROBUST);
  }

  @AfterEach
  void unmap() {
    if (control != null) {
      control.close();
    }
  }

  @Test
  void theKernelMarksAKilledProcess() throws Exception {
    try (Peer creator = Peer.create(folder.resolve("s"), "creator");
        Peer victim = Peer.join(folder.resolve("s"), "victim")) {
      ParticipantTable table = open();
      Participant participant = find(table, victim);
      assertThat(table.isAlive(participant.slot(), participant.generation())).isTrue();
      assertThat(table.liveness(participant.slot())).isNotZero();
      victim.kill();
      Eventually.await(() -> (table.liveness(participant.slot()) & RobustList.OWNER_DIED) != 0);
      assertThat(table.isAlive(participant.slot(), participant.generation())).isFalse();
      assertThat(table.isRecoverable(participant.slot(), participant.generation())).isTrue();
      Participant other = find(table, creator);
      assertThat(table.isRecoverable(other.slot(), other.generation())).isFalse();
    }
  }

  @Test
  void aStoppedProcessIsNotMarked() throws Exception {
    try (Peer creator = Peer.create(folder.resolve("s"), "creator")) {
      ParticipantTable table = open();
      Participant participant = find(table, creator);
      creator.signal("STOP");
      assertThat(table.isAlive(participant.slot(), participant.generation())).isTrue();
      assertThat(table.livingCreator()).isPresent();
      creator.kill();
      assertThat(table.livingCreator()).isEmpty();
    }
  }

  private ParticipantTable open() throws IOException {
    MappedRegion opened = MappedRegion.open(folder.resolve("s").resolve("session.control"));
    control = opened;
    return new ParticipantTable(opened);
  }

  private static Participant find(ParticipantTable table, Peer peer) {
    return table.snapshot().stream().filter(p -> p.pid() == peer.pid()).findFirst().orElseThrow();
  }
}
