package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.pool.Boards;
import orchestrate.coordinator.pool.WorkerKind;
import orchestrate.coordinator.pool.WorkerPool;
import orchestrate.coordinator.schedule.Event;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.coordinator.schedule.Scheduler;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.SubtaskAnswer;
import org.jspecify.annotations.Nullable;

/**
 * The subtasks that run in other lanes than their parent's, and those whose failure their lane
 * leaves to us. What a lane runs of its own and goes well, we only hear the number of.
 *
 * <p>An attempt has not ended before the last subtask that runs for it elsewhere has: so nothing of
 * it overlaps with its next attempt.
 */
final class Subtasks {
  /** The subtasks of an attempt that run elsewhere. */
  private static final class Family {
    final List<Attempt> children = new ArrayList<>();
    @Nullable Runnable whenAlone;
  }

  private final Scheduler scheduler;
  private final WorkerPool pool;
  private final Boards boards;
  private final RunningAttempts running;
  private final Timers timers;
  private final RunClock clock;
  private final Runs runs;
  private final Consumer<RunEvent> tell;
  private final Outcomes outcomes;
  private final Slots slots;
  private final Deque<Runnable> answers = new ArrayDeque<>();
  private final Map<Attempt, Family> families = new HashMap<>();
  private final Map<Attempt, Boards.Taken> elsewhere = new HashMap<>();
  private long lastId;

  Subtasks(
      Scheduler scheduler,
      WorkerPool pool,
      RunningAttempts running,
      Timers timers,
      Outcomes outcomes,
      Slots slots,
      RunClock clock,
      Runs runs,
      Consumer<RunEvent> tell) {
    this.scheduler = scheduler;
    this.pool = pool;
    this.boards = pool.boards();
    this.running = running;
    this.timers = timers;
    this.outcomes = outcomes;
    this.slots = slots;
    this.clock = clock;
    this.runs = runs;
    this.tell = tell;
  }

  private static int taskOf(Attempt attempt) {
    return attempt.run().task().number();
  }

  private boolean hasRoom(Attempt parent) {
    return scheduler.hasRoomForSubtask(taskOf(parent));
  }

  /** Whether {@link #collect} or {@link #start} would do something. */
  boolean areThere() {
    boards.look();
    return boards.hasReport()
        || (boards.offers(this::hasRoom) > 0
            && (pool.spareLanes() > 0 || pool.mayBootForSubtasks()));
  }

  /** Judges what lanes report to have gone badly. */
  void collect() {
    boards.look();
    for (var taken = boards.takeReport(); taken != null; taken = boards.takeReport()) {
      var report = requireNonNull(taken.offer().report());
      var outcome = outcomes.of(report.ending());
      judge(taken, taken.offer().attempt(), report.nanos(), ResourceUse.NONE, outcome, null);
    }
  }

  /** Has lanes that have nothing else to do run what others offer. */
  void start() {
    int offers = boards.offers(this::hasRoom);
    if (offers == 0) {
      return;
    }
    int spare = pool.spareLanes();
    if (spare < offers) {
      pool.bootForSubtasks(Math.min(offers - spare, Math.max(1, slots.free())));
    }
    for (; spare > 0; spare--) {
      Boards.Taken taken = boards.takeOffer(this::hasRoom);
      if (taken == null) {
        return;
      }
      start(taken, taken.offer().attempt());
    }
  }

  private void start(Boards.Taken taken, int attempt) {
    Attempt parent = taken.parent();
    Run run = parent.run().forked(taken.offer().subtask().withId(++lastId), attempt);
    var child = new Attempt(run, WorkerKind.JAVA, null, parent.killAfter(), List.of());
    families.computeIfAbsent(parent, p -> new Family()).children.add(child);
    elsewhere.put(child, taken);
    scheduler.on(new Event.SubtaskBegun(taskOf(child)));
    pool.submit(child, false);
  }

  /** Tells lanes what they wait for. To be called when the journal has it. */
  void answer() {
    for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
      answer.run();
    }
  }

  /** Whether nothing runs elsewhere for that attempt. */
  boolean isAlone(Attempt attempt) {
    return families.isEmpty() || !families.containsKey(attempt);
  }

  /** An attempt that is not alone has ended: what runs for it is stopped, then its end counts. */
  void whenAlone(Attempt attempt, Runnable end) {
    Family family = requireNonNull(families.get(attempt));
    family.whenAlone = end;
    stop(attempt, family);
  }

  /** The attempt begins again, in another lane: what runs for it is of no use any more. */
  void abandon(Attempt attempt) {
    Family family = families.remove(attempt);
    if (family != null) {
      stop(attempt, family);
    }
  }

  private void stop(Attempt parent, Family family) {
    var reason = new StopReason.Cancel(parent.run().describe() + " has ended, which forked it");
    for (Attempt child : List.copyOf(family.children)) {
      Family itsOwn = families.get(child);
      if (itsOwn != null) {
        stop(child, itsOwn);
      }
      running.stop(child, reason);
    }
  }

  /** An attempt of a subtask that ran elsewhere has ended, and is alone. */
  void ended(Attempt child, long nanos, ResourceUse use, Outcome outcome) {
    Boards.Taken taken = requireNonNull(elsewhere.remove(child));
    judge(taken, child.run().attempt(), nanos, use, outcome, runs.of(child));
    slots.attemptEnded();
    scheduler.on(new Event.SubtaskEnded(taskOf(child)));
    Family family = families.get(taken.parent());
    if (family != null && family.children.remove(child) && family.children.isEmpty()) {
      families.remove(taken.parent());
      if (family.whenAlone != null) {
        family.whenAlone.run();
      }
    }
  }

  private void judge(
      Boards.Taken taken,
      int attempt,
      long nanos,
      ResourceUse use,
      Outcome outcome,
      @Nullable Ran ran) {
    Run parent = taken.parent().run();
    int task = parent.task().number();
    var ended = new Event.Ended(task, parent.instance(), attempt, outcome);
    boolean again = boards.isAwaited(taken) && scheduler.isRetried(ended);
    String what = taken.offer().subtask().describe();
    tell.accept(
        new RunEvent.SubtaskEnded(
            clock.millis(),
            task,
            parent.instance(),
            what,
            attempt,
            nanos,
            use,
            outcome,
            again,
            ran));
    if (again) {
      timers.after(scheduler.retryPause(ended), () -> again(taken, attempt + 1));
    } else if (outcome instanceof Outcome.Succeeded(var outputs)) {
      answer(taken, new SubtaskAnswer.Succeeded(outputs));
    } else {
      answer(taken, new SubtaskAnswer.Failed(outcome.reason()));
    }
  }

  /** Where there is a lane for it, else where it was forked. */
  private void again(Boards.Taken taken, int attempt) {
    if (boards.isAwaited(taken) && hasRoom(taken.parent()) && pool.spareLanes() > 0) {
      start(taken, attempt);
    } else {
      answer(taken, new SubtaskAnswer.Again(attempt));
    }
  }

  private void answer(Boards.Taken taken, SubtaskAnswer answer) {
    answers.add(() -> boards.answer(taken, answer));
  }
}
