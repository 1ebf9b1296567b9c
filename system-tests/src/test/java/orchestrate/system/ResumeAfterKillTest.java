package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.RunEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run is killed at any moment, its coordinator alone or all of its processes, and resumed until
 * it is done: then each task has succeeded, and was begun once, and once more for each kill that it
 * was under way at. {@code -Dorchestrate.kill.rounds=500} kills more often, a job of 2,000 tasks.
 */
class ResumeAfterKillTest {
  private static final int ROUNDS = Integer.getInteger("orchestrate.kill.rounds", 4);
  private static final boolean IS_LONG = ROUNDS > 4;

  /** Of 20 parts: 10 are commands, 7 Java tasks, 3 are tried again. */
  private static final int PART = IS_LONG ? 100 : 10;

  private static final int COMMANDS = 10 * PART;
  private static final int JAVA = 7 * PART;
  private static final int FLAKY = 3 * PART;
  private static final int LONGEST_LIFE_MS = IS_LONG ? 5000 : 2500;

  @TempDir Path path;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  /** By what it is called in the effects: how often it may have been begun. */
  private final Map<String, Integer> allowed = new HashMap<>();

  private int kills;
  private int begunAgain;

  private void writeJob() throws IOException {
    new JobFolder(path)
        .task(
            "Effect",
            "int number",
            """
            Path effects = context.resolve(Path.of("effects"));
            Files.writeString(effects, "+ java[" + number + "] 1\\n", StandardOpenOption.APPEND);
            Thread.sleep(2);
            Files.writeString(effects, "- java[" + number + "] 1\\n", StandardOpenOption.APPEND);
            """)
        .file("effects", "")
        .job(
            """
            version: "1"
            tasks:
              list: { run: "seq 0 %d > items" }
              commands:
                needs: list
                for-each: { lines: items }
                run: |
                  echo "+ commands[${{ item }}] 1" >> effects
                  echo "square=$((${{ item }} * ${{ item }}))" >> "$ORCHESTRATE_OUTPUT"
                  echo "- commands[${{ item }}] 1" >> effects
              java: { for-each: { range: 0..%d }, java: Effect.java, with: { number: "${{ item }}" } }
              flaky:
                for-each: { range: 0..%d }
                retry: { max: 1, delay: 10ms }
                run: |
                  echo "+ flaky[${{ item }}] $ORCHESTRATE_ATTEMPT" >> effects
                  test "$ORCHESTRATE_ATTEMPT" = 2 || exit 1
                  echo "- flaky[${{ item }}] 2" >> effects
              sum:
                needs: [commands, java, flaky]
                run: echo '${{ join(tasks.commands.outputs.square, ' ') }}' > result
            """
                .formatted(COMMANDS - 1, JAVA - 1, FLAKY - 1));
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS) // for the long form
  void eachTaskIsDoneOnce(TestReporter reporter) throws Exception {
    int jobs = 0;
    while (kills < ROUNDS) {
      writeJob();
      allowed.clear();
      runUntilDone();
      checkEffects();
      jobs++;
    }
    assertThat(!IS_LONG || begunAgain > ROUNDS / 2).as("kills met something").isTrue();
    reporter.publishEntry(
        "%d kills of %d runs of %d tasks; %d attempts began again"
            .formatted(kills, jobs, COMMANDS + JAVA + FLAKY + 2, begunAgain));
  }

  private void runUntilDone() throws Exception {
    String[] command = {"run", "-j", "2"};
    while (true) {
      try (Orchestrate orchestrate = Orchestrate.start(path, command)) {
        if (kills < ROUNDS && orchestrate.livesFor(random.nextInt(LONGEST_LIFE_MS))) {
          kill(orchestrate, random.nextBoolean());
          Await.until("the end of all", () -> orchestrate.processes().isEmpty());
        } else {
          Orchestrate.Result result = orchestrate.await();
          assertThat(result.exitCode()).as("seed %d: %s", seed, result).isZero();
          return;
        }
      }
      List<Path> runs = new JobFolder(path).runs();
      if (!runs.isEmpty() && Files.exists(runs.getLast().resolve("result.json"))) {
        return; // It was killed when all was done.
      }
      if (!runs.isEmpty() && Files.exists(runs.getLast().resolve("begin"))) {
        noteWhatWasUnderWay(runs.getLast());
        command = new String[] {"resume"};
      }
    }
  }

  private void kill(Orchestrate orchestrate, boolean all) throws Exception {
    kills++;
    orchestrate.signal("KILL");
    if (all) {
      orchestrate.processes().forEach(RunningProcess::kill);
    }
  }

  /** As the journal has it: it was begun, and its end did not count yet. */
  private void noteWhatWasUnderWay(Path run) throws IOException {
    List<String> tasks = List.of("list", "commands", "java", "flaky", "sum");
    Set<String> underWay = new HashSet<>();
    JournalReader.read(
        run,
        event -> {
          switch (event) {
            case RunEvent.AttemptStarted e ->
                underWay.add(name(tasks, e.task(), e.instance(), e.attempt()));
            case RunEvent.AttemptEnded e ->
                underWay.remove(name(tasks, e.task(), e.instance(), e.attempt()));
            case RunEvent.RunResumed _ -> underWay.clear();
            default -> {}
          }
        });
    underWay.forEach(name -> allowed.merge(name, 1, Integer::sum));
    begunAgain += underWay.size();
  }

  private static String name(List<String> tasks, int task, long instance, int attempt) {
    return "%s[%d] %d".formatted(tasks.get(task), instance, attempt);
  }

  private void checkEffects() throws IOException {
    var begun = new HashMap<String, Integer>();
    var done = new HashSet<String>();
    for (String line : Files.readAllLines(path.resolve("effects"))) {
      if (line.startsWith("+ ")) {
        begun.merge(line.substring(2), 1, Integer::sum);
      } else {
        done.add(line.substring(2));
      }
    }
    var expected = new ArrayList<String>();
    IntStream.range(0, COMMANDS).forEach(i -> expected.add("commands[%d] 1".formatted(i)));
    IntStream.range(0, JAVA).forEach(i -> expected.add("java[%d] 1".formatted(i)));
    IntStream.range(0, FLAKY).forEach(i -> expected.add("flaky[%d] 2".formatted(i)));
    assertThat(done).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
    begun.forEach(
        (name, count) ->
            assertThat(count)
                .as("seed %d: how often %s was begun", seed, name)
                .isLessThanOrEqualTo(1 + allowed.getOrDefault(name, 0)));
    assertThat(Files.readString(path.resolve("result")).strip())
        .isEqualTo(
            IntStream.range(0, COMMANDS)
                .mapToObj(i -> Integer.toString(i * i))
                .collect(Collectors.joining(" ")));

    var folder = new JobFolder(path);
    for (String task : List.of("list", "commands", "java", "flaky", "sum")) {
      assertThat(folder.resultOf(task)).isEqualTo("ok");
    }
    assertThat(folder.result().at("/tasks/1/succeeded").asInt()).isEqualTo(COMMANDS);
    assertThat(folder.result().at("/tasks/3/retries").asInt()).isEqualTo(FLAKY);
  }
}
