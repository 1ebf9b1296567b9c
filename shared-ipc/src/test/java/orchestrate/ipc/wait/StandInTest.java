package orchestrate.ipc.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Its rounds, without its thread: what it does when the kernel says so and so. */
class StandInTest {
  private static final long ONLY_THE_BELL = 0;
  private static final long FIRST_WORD = 1;
  private static final long NOTHING_WOKEN = -11;

  private final MemorySegment memory = Arena.ofAuto().allocate(64);
  private final StandIn standIn = new StandIn(new Object(), Long.MAX_VALUE);

  @BeforeEach
  void needsVectors() {
    assumeTrue(FutexVector.SUPPORTED);
  }

  @Test
  void aWakeUpForOneWhoHasLeftGoesToAnother() throws Exception {
    FutureTask<String> other = otherProcess();
    while (!other.isDone()) {
      sleepOnAndLeave();
      standIn.round(FIRST_WORD);
    }
    assertThat(other.get()).isEqualTo("woken");
  }

  /** The kernel names one of several words that were woken. */
  @Test
  void soDoesAnUnnamedOneIfTheWordChanged() throws Exception {
    FutureTask<String> other = otherProcess();
    while (!other.isDone()) {
      sleepOnAndLeave();
      var changed = new WaitedWord(WaitedWord.Key.of(memory, 0, 7), standIn, memory, 0);
      changed.index = 2;
      standIn.words().put(changed.key, changed);
      standIn.round(ONLY_THE_BELL);
    }
    assertThat(other.get()).isEqualTo("woken");
  }

  @Test
  void aWordThatNobodyWaitsForIsDropped() {
    sleepOnAndLeave();
    standIn.round(NOTHING_WOKEN);
    assertThat(standIn.words()).isEmpty();
  }

  @Test
  void whoWaitsForAWokenWordIsUnparkedAndForAnotherStays() {
    VirtualWaiter one = enter(0, 0);
    VirtualWaiter two = enter(4, 0);
    standIn.round(NOTHING_WOKEN);
    assertThat(one.end()).isEqualTo(VirtualWaiter.End.NONE);
    standIn.round(wordAt(0).index);
    assertThat(one.end()).isEqualTo(VirtualWaiter.End.WOKEN);
    assertThat(two.end()).isEqualTo(VirtualWaiter.End.NONE);
    assertThat(standIn.words()).hasSize(1);
  }

  @Test
  void whoExpectsAnotherValueIsUnparked() {
    VirtualWaiter waiter = enter(0, 3);
    standIn.round(NOTHING_WOKEN);
    assertThat(waiter.end()).isEqualTo(VirtualWaiter.End.WOKEN);
  }

  @Test
  void ifTheKernelRefusesAllAreTold() {
    VirtualWaiter waiter = enter(0, 0);
    standIn.round(-12);
    assertThat(waiter.end()).isEqualTo(VirtualWaiter.End.FAILED);
  }

  @Test
  void ifItRefusesBecauseMemoryWasClosedTheOthersStay() {
    VirtualWaiter waiter = enter(0, 0);
    Arena arena = Arena.ofShared();
    VirtualWaiter unlucky = enter(arena.allocate(64), 0, 0);
    standIn.round(NOTHING_WOKEN);
    arena.close();
    standIn.round(-14);
    assertThat(unlucky.end()).isEqualTo(VirtualWaiter.End.WOKEN);
    assertThat(waiter.end()).isEqualTo(VirtualWaiter.End.NONE);
  }

  /** To the kernel it makes no difference whether that is in this process. */
  private FutureTask<String> otherProcess() {
    FutureTask<String> other =
        new FutureTask<>(
            () -> {
              Strategies.strict().await(memory, 0, 0, Deadline.never());
              return "woken";
            });
    Thread.ofPlatform().daemon().start(other);
    return other;
  }

  private void sleepOnAndLeave() {
    VirtualWaiter waiter = enter(0, 0);
    standIn.round(NOTHING_WOKEN);
    standIn.words().values().forEach(word -> word.waiters.remove(waiter));
  }

  private WaitedWord wordAt(long offset) {
    return standIn.words().values().stream()
        .filter(word -> word.key.equals(WaitedWord.Key.of(memory, offset, 0)))
        .findFirst()
        .orElseThrow();
  }

  private VirtualWaiter enter(long offset, int expected) {
    return enter(memory, offset, expected);
  }

  private VirtualWaiter enter(MemorySegment segment, long offset, int expected) {
    var waiter = new VirtualWaiter();
    WaitedWord.Key key = WaitedWord.Key.of(segment, offset, expected);
    standIn
        .words()
        .computeIfAbsent(key, k -> new WaitedWord(k, standIn, segment, offset))
        .waiters
        .add(waiter);
    return waiter;
  }
}
