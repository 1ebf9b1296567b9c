package orchestrate.system;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What each concept of the example {@code concurrency-tour} promises, checked in the lines that
 * tell what happened, in the order in which it did. They are of the same form whether a job file or
 * a program wrote them.
 */
@Tag("thorough")
abstract class ConcurrencyTour {
  /** The concepts, as the job files are called. */
  static final List<String> CONCEPTS =
      List.of(
          "threads",
          "processes",
          "coroutines",
          "generator",
          "executor",
          "queue",
          "lifo",
          "priority",
          "semaphore",
          "bounded-semaphore",
          "event",
          "barrier",
          "lock",
          "condition");

  /** How a concept is run. */
  interface Way {
    Orchestrate.Result run(String concept) throws Exception;
  }

  /** How all of them went. */
  record Runs(Map<String, Future<Orchestrate.Result>> ended) {
    /** Two at a time: each waits more than it computes. */
    static Runs of(Way way) {
      try (ExecutorService two = Executors.newFixedThreadPool(2)) {
        return new Runs(
            CONCEPTS.stream()
                .collect(toMap(concept -> concept, concept -> two.submit(() -> way.run(concept)))));
      }
    }

    /** One that went well. */
    Orchestrate.Result of(String concept) throws Exception {
      Orchestrate.Result result = requireNonNull(ended.get(concept)).get();
      assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
      return result;
    }
  }

  /** What was written about it when it ran. */
  abstract List<String> story(String concept) throws Exception;

  @Test
  void threadsAreOfOneProcess() throws Exception {
    List<String> story = story("threads");
    assertThat(story.subList(0, 4))
        .doesNotHaveDuplicates()
        .allMatch(line -> line.matches("thread \\d+"));
    assertThat(story.subList(4, story.size())).containsExactly("4 threads met in 1 process");
  }

  @Test
  void processesAreSeveral() throws Exception {
    assertThat(story("processes"))
        .hasSize(4)
        .doesNotHaveDuplicates()
        .allMatch(line -> line.matches("process \\d+"));
  }

  @Test
  void coroutinesAreManyInOneProcess() throws Exception {
    assertThat(story("coroutines")).containsExactly("100 coroutines met in 1 process");
  }

  /**
   * When it says that it puts the fifth, the fourth is in the queue, so the third was taken: by the
   * one who has told of the second before.
   */
  @Test
  void aGeneratorDoesNotRunAhead() throws Exception {
    List<String> story = story("generator");
    assertThat(withPrefix(story, "puts ")).containsExactly("1", "4", "9", "16", "25", "36");
    assertThat(withPrefix(story, "user gets ")).containsExactly("1", "4", "9", "16", "25", "36");
    int ahead = 0;
    for (String line : story) {
      ahead += line.startsWith("puts ") ? 1 : -1;
      assertThat(ahead).as("%s in %s", line, story).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void bothFuturesHaveTheirResults() throws Exception {
    assertThat(story("executor"))
        .containsExactly("the sum up to 3000000 is 4500001500000", "1500000 of them are even");
  }

  /** Each element comes to one, and nobody gets a later one first. */
  @Test
  void aQueueLosesNothing() throws Exception {
    List<String> story = story("queue");
    List<Integer> numbers = IntStream.rangeClosed(1, 9).boxed().toList();
    assertThat(numbersAfter(story, "puts ")).isEqualTo(numbers);
    List<Integer> got = new ArrayList<>();
    for (int consumer = 1; consumer <= 3; consumer++) {
      List<Integer> here = numbersAfter(story, "consumer " + consumer + " gets ");
      assertThat(here).isSorted();
      got.addAll(here);
    }
    assertThat(got).containsExactlyInAnyOrderElementsOf(numbers);
    for (int number : numbers) {
      assertThat(story.indexOf("puts " + number))
          .isLessThan(
              IntStream.range(0, story.size())
                  .filter(line -> story.get(line).endsWith("gets " + number))
                  .findFirst()
                  .orElseThrow());
    }
  }

  @Test
  void theLastComesOutFirst() throws Exception {
    List<String> story = story("lifo");
    assertThat(withPrefix(story, "puts ")).containsExactly("1", "2", "3", "4", "5");
    assertThat(withPrefix(story, "consumer gets ")).containsExactly("5", "4", "3", "2", "1");
  }

  @Test
  void theSmallestComesOutFirst() throws Exception {
    List<String> story = story("priority");
    assertThat(withPrefix(story, "puts ").getFirst()).isEqualTo("3 water the plants");
    assertThat(withPrefix(story, "consumer gets "))
        .containsExactly("1 put out the fire", "1 call for help", "2 cook", "3 water the plants");
  }

  @Test
  void neverMoreThanThreeAreIn() throws Exception {
    List<String> story = story("semaphore");
    List<String> visits =
        story.stream().map(line -> line.endsWith(" is in") ? "+1" : "-1").toList();
    assertThat(Visits.mostAtOnce(visits)).isLessThanOrEqualTo(3);
    assertThat(story)
        .containsExactlyInAnyOrderElementsOf(
            workers(5)
                .flatMap(worker -> Stream.of(worker + " is in", worker + " goes out"))
                .toList());
  }

  @Test
  void whatWasNotTakenIsNotGivenBack() throws Exception {
    assertThat(story("bounded-semaphore"))
        .satisfiesExactly(
            refusal ->
                assertThat(refusal)
                    .startsWith("refused: ")
                    .contains("cannot release 1, this process holds 0"),
            permits -> assertThat(permits).isEqualTo("2 permits"));
  }

  @Test
  void thoseWhoWaitGoOnWhenTheEventIsSet() throws Exception {
    List<String> story = story("event");
    assertThat(story.getFirst()).isEqualTo("ready");
    assertThat(story.subList(1, story.size()))
        .containsExactlyInAnyOrder("waiter 1 goes on", "waiter 2 goes on");
  }

  @Test
  void nobodyPassesTheBarrierEarly() throws Exception {
    List<String> story = story("barrier");
    int come = 0;
    int passed = 0;
    for (String line : story) {
      come += line.endsWith(" comes") ? 1 : 0;
      passed += line.endsWith(" passes") ? 1 : 0;
      assertThat(passed).as("%s in %s", line, story).isLessThanOrEqualTo(come / 5 * 5);
    }
    assertThat(story)
        .containsExactlyInAnyOrderElementsOf(
            workers(10)
                .flatMap(worker -> Stream.of(worker + " comes", worker + " passes"))
                .toList());
  }

  @Test
  void theNumberIsExact() throws Exception {
    assertThat(story("lock")).containsExactly("the number is 5000");
  }

  @Test
  void allGoOnWhenItIsDone() throws Exception {
    List<String> story = story("condition");
    assertThat(story.subList(0, 3))
        .containsExactlyInAnyOrder("waiter 1 waits", "waiter 2 waits", "waiter 3 waits");
    assertThat(story.get(3)).isEqualTo("done: tells all");
    assertThat(story.subList(4, story.size()))
        .containsExactlyInAnyOrder("waiter 1 goes on", "waiter 2 goes on", "waiter 3 goes on");
  }

  private static Stream<String> workers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> "worker " + number);
  }

  private static List<String> withPrefix(List<String> story, String prefix) {
    return story.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }

  private static List<Integer> numbersAfter(List<String> story, String prefix) {
    return withPrefix(story, prefix).stream().map(Integer::valueOf).toList();
  }
}
