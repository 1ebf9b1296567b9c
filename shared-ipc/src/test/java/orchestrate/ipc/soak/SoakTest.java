package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import orchestrate.ipc.testing.Jvm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random kills, {@value #KILLS_DEFAULT} of them, or as many as {@code -Dorchestrate.soak.kills}
 * says; {@code -Dorchestrate.soak.seed} has others.
 */
class SoakTest {
  private static final int KILLS_DEFAULT = 8;
  private static final int KILLS = Integer.getInteger("orchestrate.soak.kills", KILLS_DEFAULT);
  private static final long SEED = Long.getLong("orchestrate.soak.seed", 42);

  /** Then everything is counted, and another session begins. */
  private static final int KILLS_PER_BOUT = 100;

  @TempDir(factory = InMemory.class)
  private static Path base;

  private static Stock stock;
  private static long start;
  private static int kills;
  private static long uncounted;
  private static Duration longest = Duration.ZERO;
  private static final Map<String, Long> ROUNDS = new TreeMap<>();

  @BeforeAll
  static void prepare() throws IOException {
    Path launch = Files.createDirectory(base.resolve("launch"));
    stock = new Stock(Jvm.command(PeerMain.class), launch.resolve("output"));
    start = System.nanoTime();
  }

  static Stream<Integer> bouts() {
    return IntStream.range(0, Math.ceilDiv(KILLS, KILLS_PER_BOUT)).boxed();
  }

  @ParameterizedTest
  @MethodSource("bouts")
  @Timeout(value = 30, unit = TimeUnit.MINUTES) // for each bout
  void nothingHangsAndNothingIsLost(int number) throws Exception {
    Path sessions = Files.createDirectories(base.resolve("sessions"));
    Path files = Files.createDirectory(base.resolve("files-" + number));
    int toKill = Math.min(KILLS_PER_BOUT, KILLS - number * KILLS_PER_BOUT);
    long seed = SEED + number;
    try (Bout bout = new Bout(sessions.resolve("bout-" + number), files, stock, seed)) {
      bout.fight(toKill);
      kills += toKill;
      uncounted += bout.uncounted();
      longest = bout.longest().compareTo(longest) > 0 ? bout.longest() : longest;
      bout.rounds().forEach((role, rounds) -> ROUNDS.merge(role, rounds, Long::sum));
    }
    assertThat(sessions).isEmptyDirectory();
    delete(files);
    System.out.printf(
        "soak: %d of %d kills, the last %d with seed %d; %s%n",
        kills, KILLS, toKill, seed, soFar());
  }

  private static String soFar() {
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    return "%.1f a minute; at most %.2f s until every role was done again; %d rounds uncounted"
        .formatted(kills * 60e9 / time.toNanos(), longest.toNanos() / 1e9, uncounted);
  }

  private static void delete(Path files) throws IOException {
    try (Stream<Path> all = Files.list(files)) {
      for (Path file : all.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(files);
  }

  @AfterAll
  static void tell() throws IOException {
    stock.close();
    System.out.printf(
        "soak: %d of %d kills in %d s without a fault; %s; rounds: %s%n",
        kills, KILLS, Duration.ofNanos(System.nanoTime() - start).toSeconds(), soFar(), ROUNDS);
    assertThat(Files.readString(base.resolve("launch").resolve("output")))
        .as("what peers wrote")
        .isEmpty();
  }
}
