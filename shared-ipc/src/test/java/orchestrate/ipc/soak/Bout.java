package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedCounter;

/**
 * One session whose peers are killed at random moments, and replaced; in the end all are, at once.
 */
final class Bout implements AutoCloseable {
  /** How many there are at a time. */
  static final int PEERS = 3;

  /**
   * Only reached by what would never end. A peer that starts while others have the processors takes
   * more than a minute.
   */
  private static final Duration FOREVER = Duration.ofMinutes(5);

  private static final int LONGEST_CALM_NANOS = 20_000_000;
  private static final int LONGEST_STOP_NANOS = 150_000_000;
  private static final int LONGEST_JOINING_NANOS = 100_000_000;
  private static final long LOOK_NANOS = 200_000;

  /** On average: in between, deaths come upon each other. */
  private static final int STRIKES_PER_LOOK = 4;

  private final Stock stock;
  private final Random random;
  private final Path files;
  private final Session session;
  private final List<Subject> subjects;
  private final Scores scores;
  private final SharedCounter deaths;
  private final SharedCounter looks;
  private final List<Peer> peers = new ArrayList<>();
  private int joined;
  private long uncounted;
  private Duration longest = Duration.ZERO;

  private record Peer(Hand hand, int number) {}

  /**
   * @param folder of the session, which isn't there yet
   * @param files where peers write down what they do
   */
  Bout(Path folder, Path files, Stock stock, long seed) throws IOException {
    this.stock = stock;
    this.random = new Random(seed);
    this.files = files;
    session = Session.create(folder, "killer");
    subjects = Subjects.of(session, files, 0);
    scores = new Scores(session, Subjects.roles(subjects));
    deaths = Scores.deaths(session);
    looks = Scores.looks(session);
  }

  /** Throws if something hangs or is lost. */
  void fight(int kills) throws Exception {
    try {
      for (int i = 0; i < PEERS; i++) {
        addPeer();
      }
      awaitProgressOfAll();
      while (deaths.get() < kills) {
        LockSupport.parkNanos(random.nextInt(LONGEST_CALM_NANOS));
        long start = System.nanoTime();
        strike((int) (kills - deaths.get()));
        if (random.nextInt(STRIKES_PER_LOOK) == 0) {
          awaitProgressOfAll();
          longest = longer(longest, Duration.ofNanos(System.nanoTime() - start));
        }
      }
      awaitProgressOfAll();
      kill(List.copyOf(peers));
      audit();
    } catch (Throwable e) {
      try {
        System.out.println(Autopsy.of(session, peers.stream().map(Peer::hand).toList(), files));
      } catch (IOException | RuntimeException inAutopsy) {
        e.addSuppressed(inAutopsy);
      }
      throw e;
    }
  }

  /** From the moment before a kill until all roles were done again, in the worst case. */
  Duration longest() {
    return longest;
  }

  /** How often one who was killed had done something and not come to say so. */
  long uncounted() {
    return uncounted;
  }

  /** How often each role was done. */
  Map<String, Long> rounds() {
    return scores.snapshot();
  }

  private void strike(int limit) throws IOException {
    int kind = random.nextInt(8);
    if (kind == 0) {
      stopOneForAWhile();
    } else if (kind == 1 && limit > 1) {
      killAndReplace(List.of(anyPeer(), peers.getLast()).stream().distinct().toList());
    } else if (kind == 2 && limit > 1) {
      killAndReplace(List.of(anyPeer()));
      LockSupport.parkNanos(random.nextInt(LONGEST_JOINING_NANOS));
      killAndReplace(List.of(peers.getLast()));
    } else {
      killAndReplace(List.of(anyPeer()));
    }
  }

  private Peer anyPeer() {
    return peers.get(random.nextInt(peers.size()));
  }

  private void killAndReplace(List<Peer> victims) throws IOException {
    kill(victims);
    for (Peer _ : victims) {
      addPeer();
    }
  }

  private void kill(List<Peer> victims) {
    for (Peer victim : victims) {
      assertThat(victim.hand().isAlive()).as("%s lives until it is killed", victim).isTrue();
      victim.hand().shoot();
    }
    for (Peer victim : victims) {
      victim.hand().awaitEnd();
    }
    peers.removeAll(victims);
    deaths.add(victims.size());
  }

  private void addPeer() throws IOException {
    Hand hand = stock.take();
    int number = ++joined;
    peers.add(new Peer(hand, number));
    hand.join(session.folder(), files, number);
  }

  /** It must not be taken for dead. */
  private void stopOneForAWhile() throws IOException {
    awaitProgressOfAll(); // so that all have joined
    Peer peer = anyPeer();
    Participant before = participant(peer);
    peer.hand().signal("STOP");
    LockSupport.parkNanos(random.nextInt(LONGEST_STOP_NANOS));
    peer.hand().signal("CONT");
    assertThat(participant(peer)).as("after a stop").isEqualTo(before);
  }

  private Participant participant(Peer peer) {
    String label = PeerMain.label(peer.number());
    return session.participants().stream()
        .filter(participant -> participant.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError("%s isn't in the session".formatted(peer)));
  }

  /** So often that more was done than what had only to be counted yet. */
  private void awaitProgressOfAll() throws IOException {
    Map<String, Long> before = scores.snapshot();
    looks.increment();
    for (Map.Entry<String, Long> role : before.entrySet()) {
      SharedCounter score = scores.of(role.getKey());
      await(role.getKey(), () -> score.get() >= role.getValue() + PEERS);
    }
    checkPeers();
  }

  private void await(String what, BooleanSupplier condition) throws IOException {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      checkPeers();
      if (System.nanoTime() - start > FOREVER.toNanos()) {
        throw new AssertionError("'%s' hangs".formatted(what));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void checkPeers() throws IOException {
    Path violations = files.resolve(PeerMain.VIOLATIONS);
    if (Files.exists(violations)) {
      throw new AssertionError("a peer saw what must not be: " + Files.readString(violations));
    }
    for (Peer peer : peers) {
      assertThat(peer.hand().isAlive()).as("%s lives", peer).isTrue();
    }
  }

  private void audit() throws Exception {
    await("recovery", () -> session.participants().size() == 1);
    checkPeers();
    for (SharedObject object : session.objects()) {
      assertThat(object.waiting()).as("who waits for %s", object).isEmpty();
      assertThat(object.holders()).as("who holds %s", object).isEmpty();
    }
    for (Subject subject : subjects) {
      uncounted += subject.audit(scores);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  @Override
  public void close() throws IOException {
    peers.forEach(peer -> peer.hand().shoot());
    peers.forEach(peer -> peer.hand().awaitEnd());
    session.close();
  }
}
