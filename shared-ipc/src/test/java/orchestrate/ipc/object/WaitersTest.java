package orchestrate.ipc.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Keeper;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.wait.Deadline;
import orchestrate.ipc.wait.FutexWait;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitersTest {
  @TempDir Path folder;
  private InProcess process;
  private MappedRegion region;
  private Waiters one;
  private Waiters two;

  @BeforeEach
  void open() throws IOException {
    process = new InProcess(folder, new FutexWait());
    region = MappedRegion.create(folder.resolve("w"), Waiters.BYTES);
    one = of(process.one);
    two = of(process.two);
  }

  @AfterEach
  void close() {
    region.close();
    process.close();
  }

  @Test
  void whoeverEntersIsSeenUntilItExits() {
    int first = one.enter(1);
    int second = two.enter(7);
    assertThat(one.any(7, 7)).isTrue();
    assertThat(one.list()).extracting(Waiter::tag).containsExactly(1, 7);
    assertThat(one.list().get(0).thread()).isEqualTo(Thread.currentThread().threadId());
    two.exit(second);
    assertThat(one.any(7, 7)).isFalse();
    assertThat(one.any()).isTrue();
    one.exit(first);
    assertThat(one.any()).isFalse();
    assertThat(one.list()).isEmpty();
  }

  @Test
  void placesAreUsedAgainAndTheOrderIsThatOfEntering() {
    int first = one.enter(1);
    int second = one.enter(2);
    one.exit(first);
    int third = two.enter(3);
    assertThat(third).as("the place that the first left").isEqualTo(first);
    assertThat(one.list()).extracting(Waiter::tag).containsExactly(2, 3);
    assertThat(one.isHead(second)).isTrue();
    assertThat(one.isHead(third)).isFalse();
  }

  @Test
  void aCallIsTakenOnceAndKeepsTheTurn() throws Exception {
    int first = one.enter(1);
    int second = two.enter(1);
    assertThat(two.callFirst(2)).isFalse();
    assertThat(two.callFirst(1)).isTrue();
    assertThat(one.isCalled(first)).isTrue();
    one.awaitCall(first, Patience.until(Deadline.never()));
    assertThat(two.callFirst(1)).as("the next who isn't called").isTrue();
    assertThat(two.isCalled(second)).isTrue();
    assertThat(one.exitUncalled(first)).isFalse();
    assertThat(one.takeCall(first)).isTrue();
    assertThat(one.takeCall(first)).isFalse();
    assertThat(one.isHead(first)).isTrue();
    assertThat(one.exitUncalled(first)).isTrue();
    two.callHead(Waiters.MAX_TAG);
    assertThat(two.isHead(second) && two.isCalled(second)).isTrue();
  }

  @Test
  void theDeadAreTakenAway() {
    one.enter(1);
    two.enter(2);
    one.call(two.enter(3));
    Member dead = process.two.member();
    one.recover(dead.slot(), dead.generation() + 1);
    assertThat(one.list()).as("another generation").hasSize(3);
    one.recover(dead.slot(), dead.generation());
    assertThat(one.list()).extracting(Waiter::tag).containsExactly(1);
    int next = one.enter(4); // takes a place that the dead had
    two.exit(next); // a thread of the dead that still ran
    assertThat(two.exitUncalled(next)).isFalse();
    one.call(next);
    assertThat(two.isCalled(next)).isFalse();
    assertThat(two.takeCall(next)).isFalse();
    assertThat(one.isCalled(next)).isTrue();
    assertThat(one.list()).extracting(Waiter::tag).containsExactly(1, 4);
  }

  @Test
  void aCallOfTheDeadGoesOnceToTheNextWithTheSameTag() {
    one.call(two.enter(3));
    int other = one.enter(2);
    int next = one.enter(3);
    int last = one.enter(3);
    Member dead = process.two.member();
    one.recoverAndPassOn(dead.slot(), dead.generation());
    one.recoverAndPassOn(dead.slot(), dead.generation());
    assertThat(one.isCalled(next)).isTrue();
    assertThat(one.isCalled(other) || one.isCalled(last)).isFalse();
  }

  @Test
  void allWithATagAreCalledAtOnce() {
    int first = one.enter(1);
    int other = one.enter(2);
    int last = two.enter(1);
    one.callAll(1, 1);
    assertThat(one.isCalled(first)).isTrue();
    assertThat(two.isCalled(last)).isTrue();
    assertThat(one.isCalled(other)).isFalse();
  }

  @Test
  void theHeadIsCalledIfItIsMeant() {
    int head = one.enter(3);
    int next = two.enter(1);
    one.callHead(2);
    assertThat(one.isCalled(head) || two.isCalled(next)).isFalse();
    one.callHead(3);
    assertThat(one.isCalled(head)).isTrue();
    one.callHead(Waiters.MAX_TAG);
    assertThat(two.isCalled(next)).as("one is enough").isFalse();
  }

  @Test
  void whoFindsNoPlaceLooksNowAndThen() throws Exception {
    for (int i = 0; i < Waiters.PLACES; i++) {
      assertThat(one.enter(0)).isNotEqualTo(Waiters.NO_PLACE);
    }
    int place = two.enter(0);
    assertThat(place).isEqualTo(Waiters.NO_PLACE);
    Patience patience = Patience.until(Deadline.after(Duration.ofDays(1)));
    two.awaitCall(place, patience);
    two.await(place, 0, (int) 0L, patience);
    assertThat(two.exitUncalled(place)).isTrue();
    two.exit(place);
    assertThat(one.list()).hasSize(Waiters.PLACES);
  }

  private Waiters of(Keeper keeper) {
    return new Waiters(region.segment(), 0, keeper.member(), new FutexWait());
  }
}
