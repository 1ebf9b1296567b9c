package orchestrate.coordinator.preview;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import orchestrate.config.Concurrency;
import orchestrate.config.Condition;
import orchestrate.config.Limits;
import orchestrate.config.Service;
import orchestrate.config.TaskSpec;
import orchestrate.config.Template;
import orchestrate.coordinator.describe.TemplateText;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.run.Prospect;
import org.jspecify.annotations.Nullable;

/**
 * What a run would do, for programs.
 *
 * @param format the number of this format: it grows if something changes its meaning
 * @param memory bytes that tasks may declare altogether, if any does
 * @param group of which there is never another run at the same time
 * @param tasks in the order in which they are started
 */
public record PlanJson(
    int format,
    String job,
    String file,
    int slots,
    @Nullable Long memory,
    @Nullable String group,
    List<Task> tasks) {
  /**
   * A task.
   *
   * @param file where it stands: the job file, or one that is included
   * @param stage when it can start at the earliest: once the stages before are done
   * @param run what it does, with what is known filled in
   * @param condition its `if`
   * @param last whether it runs when all others are over
   * @param pipeFrom whose stdout it reads while both run
   * @param service when it is ready, if it is a service
   * @param secrets their names
   * @param inputs files that it reads, if it need not be run while they are the same
   * @param state whether it would be run at all, if it names inputs
   * @param cache whether its outputs are kept
   * @param artifacts files that are copied to the run's folder when it ends
   * @param instances how often, where that is known
   * @param items whence, if it is a fan-out
   * @param attempts at most, of each instance
   */
  record Task(
      String name,
      String file,
      int stage,
      boolean java,
      String run,
      List<String> needs,
      @Nullable String condition,
      boolean last,
      @Nullable Readiness service,
      List<String> waitsFor,
      List<String> sets,
      List<String> meets,
      @Nullable String pipeFrom,
      List<String> secrets,
      @Nullable List<String> inputs,
      @Nullable State state,
      boolean cache,
      List<String> artifacts,
      @Nullable Long instances,
      @Nullable Items items,
      Map<String, Integer> acquire,
      int cpus,
      @Nullable Long memory,
      int priority,
      @Nullable Integer maxParallel,
      @Nullable Long timeoutMillis,
      int attempts,
      boolean allowFailure) {}

  /**
   * What a run would do with a task that may be up to date; what does not apply is null.
   *
   * @param verdict a word: up-to-date, due, put-back, partly-due, unknown, too-many, fails
   * @param text the same for people
   * @param because why it is not up to date, the first reasons
   * @param reasons how many there are
   * @param since the run in which it succeeded last
   * @param due how many instances would run
   * @param until the tasks that have to run before it can be told
   */
  record State(
      String verdict,
      String text,
      @Nullable List<String> because,
      @Nullable Integer reasons,
      @Nullable String since,
      @Nullable Long due,
      @Nullable List<String> until) {
    static State of(Prospect prospect) {
      String text = ProspectText.of(prospect);
      return switch (prospect) {
        case Prospect.UpToDate(String since) ->
            new State("up-to-date", text, null, null, since, null, null);
        case Prospect.Due(Reasons because, String since) ->
            new State("due", text, because.first(), because.count(), since, null, null);
        case Prospect.PutBack(Reasons because) ->
            new State("put-back", text, because.first(), because.count(), null, null, null);
        case Prospect.PartlyDue(long due, _, _, _, Reasons because) ->
            new State("partly-due", text, because.first(), because.count(), null, due, null);
        case Prospect.Unknown(List<String> until) ->
            new State("unknown", text, null, null, null, null, until);
        case Prospect.TooMany _ -> new State("too-many", text, null, null, null, null, null);
        case Prospect.Fails _ -> new State("fails", text, null, null, null, null, null);
      };
    }
  }

  /**
   * When a service is ready.
   *
   * @param ready in words
   * @param timeoutMillis how long that may take
   */
  record Readiness(String ready, long timeoutMillis) {}

  /**
   * Where the items of a fan-out come from.
   *
   * @param of what each is: "line of jars.txt"
   * @param knownAfter tasks, if they are known only when those are done
   * @param problem why the task would fail as things are now
   */
  record Items(String of, @Nullable List<String> knownAfter, @Nullable String problem) {}

  public static String of(Plan plan) {
    long memory = plan.limits().memory();
    Concurrency concurrency = plan.job().concurrency();
    return JsonText.of(
        new PlanJson(
            1,
            plan.job().name(),
            plan.job().source().path().toString(),
            plan.slots(),
            memory == Long.MAX_VALUE ? null : memory,
            concurrency == null ? null : concurrency.group(),
            Step.of(plan).stream().map(step -> task(plan, step)).toList()));
  }

  private static Task task(Plan plan, Step step) {
    TaskSpec spec = step.task().spec();
    Limits limits = spec.limits();
    Condition condition = spec.condition();
    Duration timeout = spec.timeout();
    List<Template> inputs = spec.files().inputs();
    return new Task(
        spec.name(),
        plan.job().fileOf(spec).toString(),
        step.stage(),
        step.task().isJava(),
        TemplateText.of(spec.action()),
        spec.needed(),
        condition == null ? null : condition.written(),
        spec.isFinal(),
        service(spec.service()),
        spec.waitsFor(),
        spec.sets(),
        spec.meets(),
        spec.pipeFrom(),
        List.copyOf(spec.secrets().keySet()),
        inputs == null ? null : names(inputs),
        step.prospect() == null ? null : State.of(step.prospect()),
        spec.files().cached(),
        names(spec.files().artifacts()),
        instances(step.repetition()),
        items(step.repetition()),
        spec.acquire(),
        limits.cpus(),
        limits.memory() == 0 ? null : limits.memory(),
        limits.priority(),
        limits.maxParallel() == Limits.NONE.maxParallel() ? null : limits.maxParallel(),
        timeout == null ? null : timeout.toMillis(),
        spec.retry().max() + 1,
        spec.failurePolicy().allowFailure());
  }

  private static List<String> names(List<Template> files) {
    return files.stream().map(TemplateText::of).toList();
  }

  private static @Nullable Readiness service(@Nullable Service service) {
    return service == null
        ? null
        : new Readiness(ReadyText.when(service), service.patience().toMillis());
  }

  private static @Nullable Long instances(Repetition repetition) {
    return switch (repetition) {
      case Repetition.Once() -> 1L;
      case Repetition.Times(long count, _) -> count;
      case Repetition.Later _, Repetition.Unknown _ -> null;
    };
  }

  private static @Nullable Items items(Repetition repetition) {
    return switch (repetition) {
      case Repetition.Once() -> null;
      case Repetition.Times(_, String source) -> new Items(source, null, null);
      case Repetition.Later(String source, List<String> after, _) -> new Items(source, after, null);
      case Repetition.Unknown(String source, String why) -> new Items(source, null, why);
    };
  }
}
