package orchestrate.coordinator.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import orchestrate.coordinator.explain.Outline.Task;
import orchestrate.coordinator.explain.Wait.Kind;
import orchestrate.coordinator.journal.ReadyTimes;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.schedule.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what an instance of a task waited for at each moment, from what the run's events say of
 * it and of those that ran meanwhile: of all that it lacks, what the scheduler asks for first. It
 * costs the run nothing; what others on the machine did it can't tell.
 */
final class Waiting {
  static final long FIRST = -1;

  private static final int MOST_NAMES = 3;
  private static final long NO_TIME = -1;

  private enum Phase {
    /** It may not begin yet, or not once more. */
    NOT_DUE,
    /** It has ended badly, and is to be tried again after a pause. */
    PAUSING,
    /** It may begin. */
    DUE,
    RUNNING,
    OVER
  }

  private record Instance(int task, long number) {}

  /** What it waits for at a moment. */
  private record Cause(Kind kind, String what) {}

  /** Of one cause, the time so far. */
  private static final class Sum {
    private final List<String> who;
    private long millis;

    Sum(List<String> who) {
      this.who = who;
    }
  }

  private final Outline outline;
  private final int number;
  private final Task task;
  private final long instance;
  private final ReadyTimes ready;
  private final Map<Cause, Sum> sums = new LinkedHashMap<>();
  private final Set<Instance> running = new LinkedHashSet<>();
  private final Map<String, Integer> permitsInUse = new HashMap<>();
  private int commandsInUse;
  private int javaInUse;
  private long memoryInUse;
  private int ownInUse;
  private int slots;
  private boolean activated;
  private boolean paused;

  /** The last that came to be there of those that it needs. */
  private @Nullable String lastNeed;

  private long dueAfter = NO_TIME;
  private long last = NO_TIME;
  private Phase phase = Phase.NOT_DUE;

  /**
   * @param instance 0 for a task that has none; {@link #FIRST} for whichever of a fan-out begins
   *     first, until it does
   */
  Waiting(Outline outline, int number, long instance) {
    this.outline = outline;
    this.number = number;
    this.task = outline.tasks().get(number);
    this.instance = instance;
    this.ready = new ReadyTimes(outline.preconditions());
    this.activated = !task.fanOut();
  }

  void accept(RunEvent event) {
    elapse(event.at());
    switch (event) {
      case RunEvent.RunStarted e -> slots = e.slots();
      case RunEvent.RunResumed _ -> lose();
      case RunEvent.TurnCame e -> beforeItBegan(e);
      case RunEvent.TaskActivated e -> activated |= e.task() == number;
      case RunEvent.AttemptStarted e -> started(new Instance(e.task(), e.instance()));
      case RunEvent.AttemptEnded e -> ended(e);
      case RunEvent.RetryPlanned e when isMine(e.task(), e.instance()) -> {
        phase = Phase.PAUSING;
        dueAfter = e.at() + e.delay().toMillis();
      }
      case RunEvent.RetryPlanned _ -> {}
      case RunEvent.EventSet e -> ready.set(e.name(), e.at());
      case RunEvent.ServiceReady e -> met(e.task(), e.at());
      case RunEvent.TaskEnded e -> {
        met(e.task(), e.at());
        phase = e.task() == number ? Phase.OVER : phase;
      }
      case RunEvent.Paused _ -> paused = true;
      case RunEvent.Unpaused _ -> paused = false;
      case RunEvent.RunEnded _,
          RunEvent.AttemptBegunAgain _,
          RunEvent.Warned _,
          RunEvent.OutOfDate _,
          RunEvent.ArtifactsKept _,
          RunEvent.Restricted _,
          RunEvent.WorkerRecycled _,
          RunEvent.SubtaskEnded _,
          RunEvent.SubtasksDone _,
          RunEvent.JobChanged _,
          RunEvent.FailuresForgotten _,
          RunEvent.ItemsFound _,
          RunEvent.CancelRequested _ -> {}
    }
    if (phase == Phase.NOT_DUE && activated && ready.isReady(number)) {
      phase = Phase.DUE;
    }
  }

  private void met(int other, long at) {
    boolean wasNeeded =
        task.last() ? !outline.tasks().get(other).last() : task.needs().contains(other);
    ready.met(other, at);
    if (wasNeeded && phase == Phase.NOT_DUE) {
      lastNeed = outline.tasks().get(other).name();
    }
  }

  private void beforeItBegan(RunEvent.TurnCame turn) {
    var cause =
        new Cause(
            Kind.GROUP,
            "the turn of the run in its group %s, before it began".formatted(turn.group()));
    sums.computeIfAbsent(cause, _ -> new Sum(List.of())).millis += turn.nanos() / 1_000_000;
  }

  /** The run died, and what ran with it. */
  private void lose() {
    paused = false;
    running.forEach(who -> use(who, -1));
    running.clear();
    phase = phase == Phase.RUNNING ? Phase.DUE : phase;
  }

  private boolean isMine(int otherTask, long otherInstance) {
    return otherTask == number && otherInstance == instance;
  }

  private void started(Instance who) {
    if (!running.add(who)) {
      return; // It begins again.
    }
    use(who, 1);
    begun(who, Phase.RUNNING);
  }

  private void begun(Instance who, Phase now) {
    if (isMine(who.task(), who.number())) {
      phase = now;
    } else if (instance == FIRST && who.task() == number) {
      phase = Phase.OVER;
    }
  }

  private void ended(RunEvent.AttemptEnded event) {
    var who = new Instance(event.task(), event.instance());
    if (running.remove(who)) {
      use(who, -1);
    }
    boolean again = event.again() && event.outcome() instanceof Outcome.Failure;
    begun(who, again ? Phase.PAUSING : Phase.OVER);
  }

  private void use(Instance who, int sign) {
    Task other = outline.tasks().get(who.task());
    if (other.java()) {
      javaInUse += sign * other.cpus();
    } else {
      commandsInUse += sign * other.cpus();
    }
    memoryInUse += sign * other.memory();
    ownInUse += who.task() == number ? sign : 0;
    other.acquire().forEach((name, count) -> permitsInUse.merge(name, sign * count, Integer::sum));
  }

  /** Until now it was so. */
  private void elapse(long now) {
    if (last != NO_TIME && now > last) {
      if (phase == Phase.PAUSING && dueAfter != NO_TIME && dueAfter < now) {
        add(pause(), dueAfter - last);
        last = Math.max(last, dueAfter);
        phase = Phase.DUE;
        dueAfter = NO_TIME;
      }
      add(cause(), now - last);
    }
    last = Math.max(last, now);
  }

  private void add(Cause cause, long millis) {
    if (millis > 0 && phase != Phase.RUNNING && phase != Phase.OVER) {
      sums.computeIfAbsent(cause, each -> new Sum(who(each))).millis += millis;
    }
  }

  private static Cause pause() {
    return new Cause(Kind.RETRY, "the pause before its next attempt");
  }

  private Cause cause() {
    return switch (phase) {
      case PAUSING -> pause();
      case NOT_DUE -> notDue();
      case DUE, RUNNING, OVER -> due();
    };
  }

  private Cause notDue() {
    List<Integer> needs = ready.openNeeds(number);
    if (!needs.isEmpty()) {
      return new Cause(Kind.NEEDS, task.last() ? "all others to be over" : "what it needs");
    }
    List<String> events = ready.openEvents(number);
    return events.isEmpty()
        ? new Cause(Kind.ITEMS, "its items to be looked up")
        : new Cause(Kind.EVENT, "the event " + String.join(", ", events));
  }

  /** In the order in which the scheduler asks. */
  private Cause due() {
    if (paused) {
      return new Cause(Kind.PAUSE, "the run to go on, which was paused");
    }
    if (ownInUse >= task.maxParallel()) {
      return new Cause(
          Kind.OWN_LIMIT,
          "others of its own: `max-parallel` lets %d run at a time".formatted(task.maxParallel()));
    }
    for (Map.Entry<String, Integer> wanted : task.acquire().entrySet()) {
      int all = outline.permits().getOrDefault(wanted.getKey(), Integer.MAX_VALUE);
      int used = permitsInUse.getOrDefault(wanted.getKey(), 0);
      if (used + wanted.getValue() > all) {
        return new Cause(Kind.PERMITS, permits(wanted.getKey(), all));
      }
    }
    int commands = commandsInUse + (task.java() ? 0 : task.cpus());
    int java = javaInUse + (task.java() ? task.cpus() : 0);
    if (commands + Math.ceilDiv(java, outline.threads()) > slots) {
      return new Cause(Kind.SLOTS, "a slot: all %d were in use".formatted(slots));
    }
    if (task.memory() > 0 && memoryInUse > 0) {
      return new Cause(Kind.MEMORY, "memory that others had declared");
    }
    if (!task.meets().isEmpty()) {
      return new Cause(Kind.BARRIER, "others at the barrier " + String.join(", ", task.meets()));
    }
    return task.looksAtInputs()
        ? new Cause(Kind.INPUTS, "its inputs to be looked at, or its turn")
        : new Cause(Kind.OTHER, "its turn: slots were kept for others, or the machine had no room");
  }

  private static String permits(String name, int all) {
    return all == 1 ? name : "%s, which has %d permits".formatted(name, all);
  }

  private List<String> who(Cause cause) {
    return switch (cause.kind()) {
      case NEEDS -> named(ready.openNeeds(number).stream().map(need -> new Instance(need, -1)));
      case PERMITS ->
          running(
              other -> !Collections.disjoint(other.acquire().keySet(), task.acquire().keySet()));
      case SLOTS -> running(other -> other.cpus() > 0);
      case MEMORY -> running(other -> other.memory() > 0);
      case GROUP, EVENT, ITEMS, PAUSE, OWN_LIMIT, BARRIER, RETRY, INPUTS, OTHER -> List.of();
    };
  }

  private List<String> running(Predicate<Task> which) {
    return named(running.stream().filter(each -> which.test(outline.tasks().get(each.task()))));
  }

  private List<String> named(Stream<Instance> instances) {
    List<Instance> all = instances.toList();
    var names = new ArrayList<String>();
    all.stream()
        .limit(MOST_NAMES)
        .map(each -> outline.tasks().get(each.task()).instanceName(each.number()))
        .forEach(names::add);
    if (all.size() > MOST_NAMES) {
      names.add(all.size() - MOST_NAMES + " more");
    }
    return names;
  }

  /**
   * What it waited for, in the order in which that began.
   *
   * @param until when the run ended, or the time if it goes on
   */
  List<Wait> waits(long until) {
    elapse(until);
    return sums.entrySet().stream().map(sum -> wait(sum.getKey(), sum.getValue())).toList();
  }

  /** Of needs the last counts, once it is known which that was. */
  private Wait wait(Cause cause, Sum sum) {
    boolean needs = cause.kind() == Kind.NEEDS;
    List<String> who =
        needs && ready.isReady(number) && lastNeed != null ? List.of(lastNeed) : sum.who;
    return new Wait(cause.kind(), cause.what(), who, sum.millis);
  }
}
