package orchestrate.ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SoakTest {
  private static final int PERMITS = 3;
  private static final int KILLS = 8;
  private static final int PEERS = 3;

  @TempDir Path base;

  @Test
  void noPermitIsLostOrGainedHoweverManyDie() throws Exception {
    Random random = new Random(42);
    List<Peer> peers = new ArrayList<>();
    try (Session session = Session.create(base.resolve("s"), "tester")) {
      SharedSemaphore semaphore = session.semaphore("x", PERMITS);
      SharedSemaphore guard = session.semaphore("guard", PERMITS);
      SharedEvent violation = session.event("violation");
      for (int i = 0; i < PEERS; i++) {
        peers.add(hammering(session, i));
      }
      for (int kill = 0; kill < KILLS; kill++) {
        LockSupport.parkNanos(random.nextInt(50_000_000)); // to hit another place each time
        Peer victim = peers.remove(0);
        victim.kill();
        peers.add(hammering(session, PEERS + kill));
        for (int i = 0; i < 100; i++) {
          semaphore.acquire(PERMITS); // progress, and all there are
          assertThat(semaphore.availablePermits()).isZero();
          semaphore.release(PERMITS);
        }
      }
      peers.forEach(Peer::shoot); // all at once
      Eventually.await(() -> session.participants().size() == 1);
      assertThat(semaphore.availablePermits()).isEqualTo(PERMITS);
      assertThat(guard.availablePermits()).isEqualTo(PERMITS);
      assertThat(semaphore.holders()).isEmpty();
      assertThat(violation.isSet()).as("more permits out than there are").isFalse();
    } finally {
      peers.forEach(Peer::close);
    }
  }

  private static Peer hammering(Session session, int number) throws Exception {
    Peer peer = Peer.join(session.folder(), "peer-" + number);
    peer.tell("hammer x 100000000");
    return peer;
  }
}
