package orchestrate.coordinator.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import orchestrate.config.read.Sizes;
import orchestrate.coordinator.describe.JobDescription;
import orchestrate.coordinator.journal.ReadyTimes;
import orchestrate.coordinator.run.Beginning;
import org.jspecify.annotations.Nullable;

/**
 * What of a run's job says when its tasks can run: as far as the run has kept it.
 *
 * @param tasks by number
 * @param permits of each semaphore, and 1 for each lock
 * @param threads how many Java tasks share a slot
 */
record Outline(List<Task> tasks, Map<String, Integer> permits, int threads) {
  private static final int VIRTUAL_THREADS = 1_000;

  /**
   * A task.
   *
   * @param needs numbers of the tasks that must be over first
   * @param last whether it runs when all others are over
   * @param cpus slots, or shares of slots if it is a Java task; none for a service
   * @param memory bytes; 0 if it doesn't say
   * @param retries attempts after the first
   * @param looksAtInputs whether it may be up to date
   */
  record Task(
      String name,
      boolean fanOut,
      List<Integer> needs,
      List<String> waitsFor,
      boolean last,
      boolean java,
      int cpus,
      long memory,
      int maxParallel,
      Map<String, Integer> acquire,
      List<String> meets,
      int retries,
      boolean looksAtInputs) {
    String instanceName(long instance) {
      return fanOut && instance >= 0 ? name + "[" + instance + "]" : name;
    }
  }

  /**
   * That of a run.
   *
   * @param description null if it was not kept
   */
  static Outline of(Beginning beginning, @Nullable JobDescription description) {
    Map<String, Integer> numbers = new HashMap<>();
    beginning.tasks().forEach(task -> numbers.put(task.name(), numbers.size()));
    var tasks = new ArrayList<Task>();
    for (Beginning.Task task : beginning.tasks()) {
      Map<String, String> fields =
          description == null ? Map.of() : description.tasks().getOrDefault(task.name(), Map.of());
      tasks.add(task(task, fields, numbers));
    }
    Map<String, String> job = description == null ? Map.of() : description.job();
    Map<String, Integer> permits = numbersUnder("semaphores.", job);
    words(job.get("locks")).forEach(lock -> permits.put(lock, 1));
    String threads = job.getOrDefault("workers.threads", "1");
    return new Outline(
        tasks, permits, threads.equals("virtual") ? VIRTUAL_THREADS : Integer.parseInt(threads));
  }

  private static Task task(
      Beginning.Task task, Map<String, String> fields, Map<String, Integer> numbers) {
    boolean service = fields.containsKey("service");
    return new Task(
        task.name(),
        task.fanOut(),
        words(fields.get("needs")).stream()
            .map(need -> numbers.get(need.split(":", 2)[0]))
            .flatMap(Stream::ofNullable)
            .toList(),
        words(fields.get("waits-for")),
        fields.containsKey("finally"),
        fields.containsKey("java"),
        service ? 0 : number(fields.get("cpus"), 1),
        bytes(fields.get("memory")),
        number(fields.get("max-parallel"), Integer.MAX_VALUE),
        numbersUnder("acquire.", fields),
        words(fields.get("meets")),
        number(fields.get("retry.max"), 0),
        fields.containsKey("inputs"));
  }

  private static List<String> words(@Nullable String joined) {
    return joined == null ? List.of() : Arrays.asList(joined.split(", "));
  }

  private static int number(@Nullable String text, int usual) {
    return text == null ? usual : Integer.parseInt(text);
  }

  private static Map<String, Integer> numbersUnder(String key, Map<String, String> fields) {
    var numbers = new LinkedHashMap<String, Integer>();
    fields.forEach(
        (name, value) -> {
          if (name.startsWith(key)) {
            numbers.put(name.substring(key.length()), Integer.valueOf(value));
          }
        });
    return numbers;
  }

  private static long bytes(@Nullable String text) {
    Long size = text == null ? null : Sizes.parse(text);
    return size != null ? size : text == null ? 0 : Long.parseLong(text.split(" ", 2)[0]);
  }

  List<ReadyTimes.Preconditions> preconditions() {
    return tasks.stream()
        .map(task -> new ReadyTimes.Preconditions(task.needs(), task.waitsFor(), task.last()))
        .toList();
  }

  /** The task that has this name; -1 if none has. */
  int numberOf(String name) {
    for (int number = 0; number < tasks.size(); number++) {
      if (tasks.get(number).name().equals(name)) {
        return number;
      }
    }
    return -1;
  }
}
