package orchestrate.ipc.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orchestrate.ipc.object.Need;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.participant.Participant;
import org.junit.jupiter.api.Test;

class DeadlockFinderTest {
  private static final Participant A = participant(1, "a");
  private static final Participant B = participant(2, "b");
  private static final Participant C = participant(3, "c");
  private static final Participant D = participant(4, "d");

  @Test
  void twoWhoHoldWhatTheOtherWantsAreStuck() {
    Deadlock deadlock = find(wait(A, "x", 1, Map.of(B, 1)), wait(B, "y", 1, Map.of(A, 1))).get();

    assertThat(deadlock.circle())
        .extracting(link -> link.waiter().participant(), Deadlock.Link::holder)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(A, B), org.assertj.core.groups.Tuple.tuple(B, A));
    assertThat(deadlock.behind()).isZero();
    assertThat(deadlock.describe())
        .isEqualTo(
            """
            deadlock: each waits for the next one, the last for the first
              a (pid 101) waits for lock 'x', and so for b (pid 102) (thread 7, for 2.5 s)
              b (pid 102) waits for lock 'y', and so for a (pid 101) (thread 7, for 2.5 s)
              unless one of these processes has another thread that goes on""");
  }

  @Test
  void whoWaitsBehindACircleIsCountedButNotInIt() {
    Deadlock deadlock =
        find(
                wait(D, "x", 1, Map.of(A, 1)),
                wait(A, "y", 1, Map.of(B, 1)),
                wait(B, "z", 1, Map.of(C, 1)),
                wait(C, "x", 1, Map.of(A, 1)))
            .get();

    assertThat(deadlock.circle())
        .extracting(link -> link.waiter().participant())
        .containsExactly(A, B, C);
    assertThat(deadlock.behind()).isEqualTo(1);
    assertThat(deadlock.describe()).contains("\n  1 more waits behind them\n");
  }

  @Test
  void whoWaitsForItselfIsStuck() {
    assertThat(find(wait(A, "x", 1, Map.of(A, 1))).get().circle()).hasSize(1);
  }

  @Test
  void aChainThatEndsAtOneWhoWorksIsNone() {
    assertThat(find(wait(A, "x", 1, Map.of(B, 1)), wait(B, "y", 1, Map.of(C, 1)))).isEmpty();
  }

  @Test
  void nobodyWaitsNobodyIsStuck() {
    assertThat(find()).isEmpty();
  }

  @Test
  void oneOfSeveralHoldersWhoWorksIsEnough() {
    Wait forX = wait(A, "x", 1, holders(B, 1, C, 1));
    Wait forY = wait(B, "y", 1, Map.of(A, 1));

    assertThat(find(forX, forY)).isEmpty();
    assertThat(find(forX, forY, wait(C, "y", 1, Map.of(A, 1)))).isPresent();
  }

  @Test
  void whatTheOthersWillGiveMustBeEnough() {
    Wait back = wait(B, "y", 1, Map.of(A, 1));

    assertThat(find(wait(A, "x", 1, holders(B, 2, C, 1)), back)).isEmpty();
    assertThat(find(wait(A, "x", 2, holders(B, 2, C, 1)), back)).isPresent();
  }

  @Test
  void whatIsFreeKeepsNobody() {
    assertThat(find(wait(A, "x", 0, Map.of(B, 1)), wait(B, "y", 1, Map.of(A, 1)))).isEmpty();
    assertThat(find(wait(A, "x", -3, Map.of(B, 1)), wait(B, "y", 1, Map.of(A, 1)))).isEmpty();
  }

  @Test
  void whatNobodyIsKnownToHoldMayCome() {
    assertThat(find(wait(A, "x", 1, Map.of()))).isEmpty();
    assertThat(find(wait(A, "x", 2, Map.of(B, 1)), wait(B, "y", 1, Map.of(A, 1)))).isEmpty();
  }

  @Test
  void theDeadGiveBackWhatTheyHold() {
    var dead = new Participant(2, 1, 102, "b", false);
    assertThat(find(wait(A, "x", 1, Map.of(dead, 1)), wait(dead, "y", 1, Map.of(A, 1)))).isEmpty();
  }

  @Test
  void theNextInASlotIsSomebodyElse() {
    var later = new Participant(2, 2, 202, "later", true);
    assertThat(find(wait(A, "x", 1, Map.of(later, 1)), wait(B, "y", 1, Map.of(A, 1)))).isEmpty();
  }

  @Test
  void whoActsForOthersGoesOn() {
    List<Wait> waits = List.of(wait(A, "x", 1, Map.of(B, 1)), wait(B, "y", 1, Map.of(A, 1)));
    assertThat(DeadlockFinder.among(waits, who -> who.equals(B), who -> Optional.empty()))
        .isEmpty();
  }

  /** A runs C, and B runs D: a lock around a lock, in a shell. */
  @Test
  void whoWaitsForTheEndOfAnotherWaitsForWhatThatWaitsFor() {
    List<Wait> waits = List.of(wait(C, "x", 1, Map.of(B, 1)), wait(D, "y", 1, Map.of(A, 1)));
    Map<Participant, Participant> wholes = Map.of(C, A, D, B);

    assertThat(DeadlockFinder.among(waits, who -> false, who -> Optional.empty())).isEmpty();
    Deadlock deadlock =
        DeadlockFinder.among(waits, who -> false, who -> Optional.ofNullable(wholes.get(who)))
            .get();
    assertThat(deadlock.circle())
        .extracting(link -> link.waiter().participant(), Deadlock.Link::holder)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(C, B), org.assertj.core.groups.Tuple.tuple(D, A));
    assertThat(deadlock.behind()).isZero();
  }

  @Test
  void aWaitThatBeganAnewIsAnother() {
    Wait first = wait(A, "x", 1, Map.of(B, 1));
    var again = new Waiter(A, 7, Duration.ofMillis(1), 1);
    assertThat(first.goesOnIn(first)).isTrue();
    assertThat(first.goesOnIn(new Wait("lock", "x", again, first.need()))).isFalse();
  }

  private static Optional<Deadlock> find(Wait... waits) {
    return DeadlockFinder.among(List.of(waits), who -> false, who -> Optional.empty());
  }

  private static Wait wait(
      Participant who, String object, int amount, Map<Participant, Integer> from) {
    var waiter = new Waiter(who, 7, Duration.ofMillis(2500), 1);
    return new Wait("lock", object, waiter, new Need(amount, from));
  }

  private static Map<Participant, Integer> holders(Participant one, int n, Participant two, int m) {
    var holders = new LinkedHashMap<Participant, Integer>();
    holders.put(one, n);
    holders.put(two, m);
    return holders;
  }

  private static Participant participant(int slot, String label) {
    return new Participant(slot, 1, 100 + slot, label, true);
  }
}
