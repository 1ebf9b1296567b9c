package orchestrate.coordinator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenGateTest {
  /** Tokens of a test, whose thread takes them for real. */
  private static final class Pool implements TokenPool {
    private final Semaphore tokens = new Semaphore(0);
    private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private boolean broken;
    private boolean closed;

    @Override
    public Token take() throws IOException, InterruptedException {
      asked.add("asked");
      if (broken) {
        throw new IOException("make is gone");
      }
      tokens.acquire();
      return tokens::release;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final Pool pool = new Pool();
  private final Semaphore woken = new Semaphore(0);
  private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
  private long now = 1;
  private final TokenGate gate = new TokenGate(pool, woken::release, said::add, () -> now);

  @AfterEach
  void givesAllBackAtTheEnd() throws Exception {
    int before = pool.tokens.availablePermits() + gate.held();
    gate.close();
    assertThat(pool.tokens.availablePermits()).isGreaterThanOrEqualTo(before);
    assertThat(gate.held()).isZero();
    assertThat(pool.closed).isTrue();
  }

  private void awaitToken() throws InterruptedException {
    assertThat(woken.tryAcquire(30, TimeUnit.SECONDS)).as("a token was taken").isTrue();
  }

  private void take(int tasks) throws InterruptedException {
    gate.want(tasks);
    while (gate.limit() < tasks) {
      awaitToken();
      gate.want(tasks);
    }
  }

  @Test
  void theFirstTaskNeedsNoToken() {
    gate.want(1);
    assertThat(gate.limit()).isOne();
    assertThat(gate.isAsking()).isFalse();
  }

  @Test
  void takesOneForEachFurtherTask() throws Exception {
    pool.tokens.release(9);
    take(4);

    assertThat(gate.limit()).isEqualTo(4);
    assertThat(pool.tokens.availablePermits()).isEqualTo(6);
  }

  @Test
  void givesBackAtOnceWhatIsOfNoUse() throws Exception {
    pool.tokens.release(3);
    take(4);
    gate.want(2);
    assertThat(pool.tokens.availablePermits()).isEqualTo(2);
    gate.want(0);
    assertThat(pool.tokens.availablePermits()).isEqualTo(3);
  }

  @Test
  void givesBackATokenThatComesTooLate() throws Exception {
    gate.want(2);
    assertThat(gate.isAsking()).isTrue();
    gate.want(1);
    pool.tokens.release();
    awaitToken();
    gate.want(1);

    assertThat(gate.limit()).isOne();
    assertThat(pool.tokens.availablePermits()).isOne();
  }

  @Test
  void letsOthersInWhenALongTaskEnds() throws Exception {
    pool.tokens.release(2);
    take(3);
    now += TokenGate.SLICE.toNanos() - 1;
    gate.taskEnded();
    assertThat(gate.limit()).as("a moment ago").isEqualTo(3);
    now++;
    gate.taskEnded();
    gate.taskEnded();
    assertThat(gate.limit()).isOne();
    assertThat(pool.tokens.availablePermits()).isEqualTo(2);
  }

  @Test
  void aTokenThatWasTakenWhenTheRunEndsIsGivenBack() throws Exception {
    pool.tokens.release();
    gate.want(2);
    awaitToken();
    gate.close();
    assertThat(pool.tokens.availablePermits()).isOne();
  }

  @Test
  void goesOnWithWhatItHasWhenThePoolBreaks() throws Exception {
    pool.tokens.release();
    take(2);
    pool.broken = true;
    gate.want(3);

    assertThat(said.poll(30, TimeUnit.SECONDS)).contains("make is gone");
    gate.want(3);
    assertThat(gate.limit()).isEqualTo(2);
  }

  @Test
  void whoNeedsBothHoldsNoneOfOneForLong() throws Exception {
    var other = new Pool();
    pool.tokens.release(1);
    List<TokenPool.Token> taken = new ArrayList<>();
    other.tokens.release();
    taken.add(new BothTokens(pool, other).take());
    assertThat(pool.tokens.availablePermits() + other.tokens.availablePermits()).isZero();
    taken.getFirst().giveBack();
    assertThat(pool.tokens.availablePermits()).isOne();
    assertThat(other.tokens.availablePermits()).isOne();

    other.broken = true;
    try {
      new BothTokens(pool, other).take();
    } catch (IOException expected) {
      assertThat(pool.tokens.availablePermits()).isOne();
      return;
    }
    throw new AssertionError("took a token of a broken pool");
  }
}
