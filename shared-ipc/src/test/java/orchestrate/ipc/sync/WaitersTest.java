package orchestrate.ipc.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Keeper;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.wait.FutexWait;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitersTest {
  private static final long TOTAL = 0;
  private static final long SLOTS = 64;

  @TempDir Path folder;
  private InProcess process;
  private MappedRegion region;

  @BeforeEach
  void open() throws IOException {
    process = new InProcess(folder, new FutexWait());
    region = MappedRegion.create(folder.resolve("w"), SLOTS + 8 * ParticipantTable.SLOTS);
  }

  @AfterEach
  void close() {
    region.close();
    process.close();
  }

  @Test
  void whoeverEntersAndExitsIsCounted() {
    Waiters waiters = of(process.one);
    waiters.enter(Waiters.FOR_ONE);
    waiters.enter(Waiters.FOR_SEVERAL);
    assertThat(waiters.count()).isEqualTo(2);
    assertThat(waiters.anyForSeveral()).isTrue();
    waiters.exit(Waiters.FOR_SEVERAL);
    assertThat(waiters.anyForSeveral()).isFalse();
    assertThat(waiters.any()).isTrue();
    waiters.exit(Waiters.FOR_ONE);
    assertThat(waiters.any()).isFalse();
  }

  @Test
  void theDeadAreTakenOffOnceAndOnlyThey() {
    Waiters one = of(process.one);
    Waiters two = of(process.two);
    one.enter(Waiters.FOR_ONE);
    two.enter(Waiters.FOR_ONE);
    two.enter(Waiters.FOR_SEVERAL);
    Member dead = process.two.member();
    one.recover(dead.slot(), dead.generation() + 1);
    assertThat(one.count()).as("another generation").isEqualTo(3);
    one.recover(dead.slot(), dead.generation());
    one.recover(dead.slot(), dead.generation());
    assertThat(one.count()).isEqualTo(1);
    two.exit(Waiters.FOR_ONE); // a thread of the dead that still ran
    assertThat(one.count()).isEqualTo(1);
  }

  private Waiters of(Keeper keeper) {
    return new Waiters(region.segment(), TOTAL, SLOTS, 8, keeper.member());
  }
}
