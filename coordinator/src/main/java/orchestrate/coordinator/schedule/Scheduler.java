package orchestrate.coordinator.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import orchestrate.config.Condition;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.TaskProgress.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Decides what runs next. An event goes in, decisions come out; there is no clock, no I/O and no
 * thread in it, so the same events always lead to the same decisions.
 *
 * <p>A task becomes active when its needs are met, its events are set and its condition holds. The
 * active tasks' instances are started as {@link StartQueue} has them. Parties go first: when one is
 * ready but the slots or the memory aren't, nothing else is started until they are, or it might
 * wait for ever. The tasks of a pipeline become active together, once all of them may. What can't
 * happen any more is ended at once: nothing stays pending.
 *
 * <p>Final tasks begin when all others are over, also if the run was cancelled; cancelled once
 * more, they don't.
 *
 * <p>Services take no slot and start at once. Those that need one begin when it is ready; when the
 * last of them has ended it is stopped, also if the run was cancelled.
 *
 * <p>The plan says how many slots there are; fewer while others need the machine, and none while
 * nothing is to be started.
 *
 * <p>Each event costs time in proportion to what it sets free, not to the size of the plan.
 *
 * <p>A run that goes on after its process had died gives a scheduler what had happened before, as
 * it is kept in the journal: {@link #recall}. Meanwhile it follows up what happens as always, but
 * it starts nothing: what was started then, it is told.
 *
 * <p>Not thread-safe.
 */
public final class Scheduler {
  private final Consumer<Decision> out;
  private final List<TaskProgress> tasks;
  private final List<List<Dependent>> dependents;
  private final EventBook events = new EventBook();
  private final Parties parties;
  private final Room room;
  private final Permits permits;
  private final StartQueue queue;
  private final Retries retries;
  private final FailureCount failures;
  private final Deque<TaskProgress> justEnded = new ArrayDeque<>();

  private final Finals finals;
  private final ServiceUse serviceUse;
  private int ended;
  private @Nullable String cancelReason;

  /** Whether tasks of the plan could be started if there were more slots or memory. */
  private boolean plannedWait;

  /** Whether it is told what happened before; then it starts nothing. */
  private boolean recalling;

  /**
   * @param runId tells this run from others where chance is wanted
   * @param out is given each decision at once, in order
   */
  public Scheduler(Plan plan, String runId, Consumer<Decision> out) {
    this.retries = new Retries(runId);
    this.failures = new FailureCount(plan.limits().patience());
    this.out = out;
    this.tasks = plan.tasks().stream().map(TaskProgress::new).toList();
    this.finals = new Finals(tasks);
    this.serviceUse = new ServiceUse(tasks);
    this.parties = new Parties(tasks, plan.job());
    this.room =
        new Room(plan.slots(), plan.job().workers().threads().count(), plan.limits().memory());
    this.permits = new Permits(plan.job().permits());
    this.queue = new StartQueue(tasks, room, permits);
    this.dependents = new ArrayList<>(Collections.nCopies(tasks.size(), List.of()));
    tasks.forEach(this::link);
  }

  private void link(TaskProgress task) {
    for (int i = 0; i < task.task().needs().size(); i++) {
      int need = task.task().needs().get(i);
      if (dependents.get(need).isEmpty()) {
        dependents.set(need, new ArrayList<>());
      }
      dependents.get(need).add(Dependent.of(task, i));
    }
    events.enter(task);
  }

  /** The first decisions, before anything has happened. */
  public void start() {
    for (TaskProgress task : tasks) {
      if (!finals.has(task) && task.needsNothing()) {
        begin(task);
      }
    }
    settle();
  }

  /** The first decisions of a run that is recalled: {@link #recallStart} tells of its attempts. */
  public void recall() {
    recalling = true;
    start();
  }

  /**
   * An attempt was started then; its end may follow.
   *
   * @return false if there is no such instance that could have been started: then it is not so any
   *     more, as far as this plan is concerned
   */
  public boolean recallStart(int task, long instance, int attempt) {
    TaskProgress progress = tasks.get(task);
    if (!progress.takeAgain(instance)) {
      return false;
    }
    queue.take(progress);
    return true;
  }

  /**
   * The attempt that was started then came to no end that counts: it is to begin again. If nothing
   * more of its task is to be started, it is cancelled.
   */
  public void recallLoss(int task, long instance, int attempt) {
    TaskProgress progress = tasks.get(task);
    queue.give(progress);
    progress.putBack(new Candidate(instance, attempt));
    endIfComplete(progress);
    settle();
  }

  /**
   * Services that were ready then have to become so again, before what needs them goes on. Of what
   * has not begun, decisions that were not acted on are void: they will be taken again.
   */
  public void recallLossOfServices() {
    for (TaskProgress service : tasks) {
      if (service.isServing()) {
        service.becomeUnready();
        dependents.get(service.task().number()).forEach(dependent -> lack(dependent.task()));
      }
    }
  }

  private void lack(TaskProgress task) {
    task.lack();
    queue.remove(task);
  }

  /** All that had happened before is known: from now on it starts what there is to start. */
  public void goOn() {
    recalling = false;
    tasks.stream().filter(TaskProgress::isActive).forEach(this::markReady);
    settle();
  }

  /** Takes what happened. */
  public void on(Event event) {
    switch (event) {
      case Event.Decided(int task, boolean wanted) -> decided(tasks.get(task), wanted);
      case Event.Expanded(int task, long count) -> activate(tasks.get(task), count);
      case Event.NotExpanded(int task, String reason) -> failWhole(tasks.get(task), reason);
      case Event.Ended e -> attemptEnded(e);
      case Event.ServiceReady(int task) -> serviceReady(tasks.get(task));
      case Event.SubtaskBegun(int task) -> room.take(tasks.get(task).demand());
      case Event.SubtaskEnded(int task) -> room.give(tasks.get(task).demand());
      case Event.Paced(int task, int ahead) -> {
        if (parties.of(task) == null) {
          tasks.get(task).setAhead(ahead);
        }
      }
      case Event.RetryDue(int task, long instance, int attempt) ->
          retry(tasks.get(task), new Candidate(instance, attempt));
      case Event.EventSet(String name) -> eventSet(name);
      case Event.SlotsChanged(int now) -> room.changeSlots(now);
      case Event.Cancel(Target target, String reason) -> cancel(target, reason);
    }
    settle();
  }

  /** Whether attempts of the task may be started beyond the slots. */
  public boolean startsAhead(int task) {
    return tasks.get(task).ahead() > 0;
  }

  /**
   * Whether a subtask of this task may have a lane of its own: it takes as much as an instance of
   * the task, and only what no task of the plan waits for. It never has to have one, for its parent
   * runs it where there is none.
   */
  public boolean hasRoomForSubtask(int task) {
    TaskProgress parent = tasks.get(task);
    return cancelReason == null
        && !plannedWait
        && !parent.isCutShort()
        && room.hasSlots(parent.demand(), 0)
        && room.hasMemory(parent.demand());
  }

  /** The pause before the attempt that follows this one. */
  public Duration retryPause(Event.Ended failed) {
    return retries.pause(tasks.get(failed.task()).task().spec().retry(), failed);
  }

  /** Follows up what has changed until nothing changes any more. */
  private void settle() {
    do {
      while (!justEnded.isEmpty()) {
        announceEnd(justEnded.remove());
      }
      startWhatFits();
    } while (!justEnded.isEmpty());
  }

  /** Whether the event is set, as far as this was told. */
  public boolean isSet(String event) {
    return events.isSet(event);
  }

  /** Whether every task has ended. */
  public boolean isDone() {
    return ended == tasks.size();
  }

  /** Whether the run as a whole is being stopped. */
  public boolean isCancelled() {
    return cancelReason != null;
  }

  /** Whether it is a service that others use: that isn't stopped before those have ended. */
  public boolean isServing(int task) {
    return tasks.get(task).isServing();
  }

  /** How many slots are in use. */
  public int slotsInUse() {
    return room.slotsInUse();
  }

  /**
   * How many slots would have to be there, of those of the plan, for the next start that only they
   * hold back; as many as are in use if nothing is held back.
   */
  public int slotsWanted() {
    return room.slotsWanted();
  }

  /**
   * The tasks that only a lack of permits keeps from starting more, by the semaphore or lock; those
   * that wait for something else besides are under one of them only.
   */
  public Map<String, List<TaskProgress>> lackingPermits() {
    return queue.lackingPermits();
  }

  /** Where each task stands, in the order of the plan. */
  public List<TaskProgress> progress() {
    return tasks;
  }

  /** One that is left out has its turn, too: what comes after it still comes after its needs. */
  private void begin(TaskProgress task) {
    String leftOut = task.task().leftOut();
    if (leftOut != null) {
      end(task, new TaskStatus.Declined(leftOut));
    } else if (task.task().spec().condition() != null) {
      out.accept(new Decision.Decide(task.task().number()));
    } else {
      expand(task);
    }
  }

  private void decided(TaskProgress task, boolean wanted) {
    if (task.isEnded()) {
      return; // The run was cancelled meanwhile.
    }
    Condition condition = task.task().spec().condition();
    if (wanted || condition == null) {
      expand(task);
    } else {
      end(task, new TaskStatus.Declined("its condition does not hold: " + condition.written()));
    }
  }

  private void expand(TaskProgress task) {
    Party pipeline = parties.pipelineOf(task);
    if (task.task().isFanOut()) {
      out.accept(new Decision.Expand(task.task().number()));
    } else if (pipeline != null) {
      if (pipeline.arrive(task)) {
        pipeline.members().forEach(member -> activate(member, 1));
      }
    } else {
      activate(task, 1);
    }
  }

  private void activate(TaskProgress task, long count) {
    if (task.isEnded()) {
      return; // The run was cancelled while its items were being looked up.
    }
    task.activate(count);
    markReady(task);
    endIfComplete(task);
  }

  private void markReady(TaskProgress task) {
    if (task.task().spec().isService()) {
      if (task.mayStart() && !recalling) {
        start(task);
      }
    } else if (parties.of(task.task().number()) == null) {
      queue.add(task);
    }
  }

  private void startWhatFits() {
    room.beginStarting();
    if (cancelReason != null || recalling) {
      return;
    }
    plannedWait = true;
    if (startParties()) {
      startSingles();
      plannedWait = queue.lacksRoom();
    }
  }

  /** Says whether what remains is for others. */
  private boolean startParties() {
    for (Party party : parties.all()) {
      if (party.canNeverForm()) {
        giveUp(
            party,
            "%s needs %d parties and only %d are left"
                .formatted(party.name(), party.size(), party.ready()));
      } else if (party.canForm() && !start(party, party.needed())) {
        return false;
      }
    }
    return true;
  }

  /** Starts the party if it can be started now; false if the others must wait for it. */
  private boolean start(Party party, Party.Needed needed) {
    if (!room.couldHave(needed.room()) || !permits.exist(needed.permits())) {
      giveUp(
          party,
          "the parties of %s need more at the same time than there is: %s"
              .formatted(party.name(), needed.describe()));
    } else if (permits.lacking(needed.permits()) == null) {
      if (!room.hasSlots(needed.room(), 0) || !room.hasMemory(needed.room())) {
        return false;
      }
      start(party);
    }
    return true;
  }

  private void start(Party party) {
    if (!party.isPipeline()) {
      out.accept(new Decision.FormParty(party.barriers()));
    }
    int missing = party.size();
    for (TaskProgress member : party.members()) {
      for (; missing > 0 && member.ready() > 0; missing--) {
        start(member);
      }
    }
  }

  private void giveUp(Party party, String reason) {
    for (TaskProgress member : party.members()) {
      while (member.ready() > 0) {
        Candidate candidate = member.take();
        var outcome = new Outcome.FailedToStart(reason);
        out.accept(new Decision.GiveUp(member.task().number(), candidate.instance(), outcome));
        fail(member, candidate.instance());
      }
      endIfComplete(member);
    }
  }

  private void startSingles() {
    for (var task = queue.next(); task != null; task = queue.next()) {
      start(task);
    }
  }

  private void start(TaskProgress task) {
    Candidate candidate = task.take();
    queue.take(task);
    out.accept(new Decision.Start(task.task().number(), candidate.instance(), candidate.attempt()));
  }

  private void attemptEnded(Event.Ended event) {
    TaskProgress task = tasks.get(event.task());
    queue.give(task);
    switch (event.outcome()) {
      case Outcome.Succeeded s -> task.succeed();
      case Outcome.UpToDate u -> task.succeed();
      case Outcome.Cancelled(String reason) -> task.cancelOne(reason);
      case Outcome.Failure f -> failOrRetry(task, event);
    }
    markReady(task);
    Party party = parties.of(event.task());
    if (party != null && !party.isPipeline() && party.running() > 0) {
      String who = task.task().instanceName(event.instance());
      out.accept(new Decision.BreakParty(party.barriers(), who + " has ended"));
    }
    endIfComplete(task);
  }

  private void failOrRetry(TaskProgress task, Event.Ended event) {
    if (!isRetried(event)) {
      fail(task, event.instance());
    } else {
      task.pause(event.instance());
      out.accept(
          new Decision.RetryAfter(
              event.task(), event.instance(), event.attempt() + 1, retryPause(event)));
    }
  }

  /** An instance has failed for good. */
  private void fail(TaskProgress task, long instance) {
    task.fail();
    String name = task.task().instanceName(instance);
    if (task.task().spec().failurePolicy().failFast() && !task.isCutShort()) {
      String reason = "stopped after its first failure (fail-fast): " + name;
      task.giveUpRest(reason);
      out.accept(new Decision.Stop(Target.task(task.task().number()), reason));
    }
    countFailure(task, name);
  }

  private void countFailure(TaskProgress task, String name) {
    if (!task.task().spec().failurePolicy().allowFailure() && !finals.has(task)) {
      String reason = failures.add(name);
      if (reason != null) {
        cancelRun(reason);
      }
    }
  }

  /** Whether the instance is tried again if {@link #on} is told next that it has ended so. */
  public boolean isRetried(Event.Ended event) {
    TaskProgress task = tasks.get(event.task());
    return !isCutShort(task)
        && !task.hasBeenReady()
        && event.outcome() instanceof Outcome.Failure failure
        && Retries.follows(task.task().spec().retry(), event.attempt(), failure);
  }

  /** Whether nothing more of it is to be started; nor of a pipeline if that is so of one in it. */
  private boolean isCutShort(TaskProgress task) {
    Party pipeline = parties.pipelineOf(task);
    return pipeline == null
        ? task.isCutShort()
        : pipeline.members().stream().anyMatch(TaskProgress::isCutShort);
  }

  private void retry(TaskProgress task, Candidate candidate) {
    if (task.resume(candidate)) {
      markReady(task);
    }
  }

  private void endIfComplete(TaskProgress task) {
    if (task.allInstancesEnded()) {
      end(task, task.result());
    }
  }

  private void failWhole(TaskProgress task, String reason) {
    if (task.isEnded()) {
      return;
    }
    out.accept(
        new Decision.GiveUp(
            task.task().number(), PlannedTask.WHOLE, new Outcome.FailedToStart(reason)));
    boolean allowed = task.task().spec().failurePolicy().allowFailure();
    end(task, allowed ? new TaskStatus.AllowedFailure() : new TaskStatus.Failed());
    countFailure(task, task.task().name());
  }

  /** The consequences are drawn later, one task after the other: a chain may be long. */
  private void end(TaskProgress task, TaskStatus status) {
    task.end(status);
    queue.remove(task);
    justEnded.add(task);
  }

  private void announceEnd(TaskProgress task) {
    ended++;
    if (task.status().isGood()) {
      task.task().spec().sets().forEach(this::set);
    }
    out.accept(new Decision.TaskEnded(task.task().number(), task.status()));
    tellDependents(task, task.status());
    task.task().spec().sets().forEach(this::skipIfNeverSet);
    endPipelineOf(task);
    serviceUse.ended(task, this::release);
    if (finals.areNext(task)) {
      beginFinals();
    }
  }

  /** What of its pipeline doesn't run now never will. */
  private void endPipelineOf(TaskProgress ended) {
    Party pipeline = parties.pipelineOf(ended);
    if (pipeline == null) {
      return;
    }
    String name = ended.task().name();
    String what = what(ended.status());
    String reason = "in one pipeline with %s, which %s".formatted(name, what);
    for (TaskProgress member : pipeline.members()) {
      if (member.isWaiting() && member.task().leftOut() == null) {
        member.learn(ended);
        end(member, ended.status().isGood() ? new TaskStatus.Declined(reason) : skipped(reason));
      } else if (!member.isEnded() && !member.isWaiting() && member.running() == 0) {
        cancelRest(member, "stopped because %s %s".formatted(name, what));
      }
    }
  }

  /** That the run was cancelled is over with it. */
  private void beginFinals() {
    finals.learn(cancelReason != null);
    cancelReason = null;
    for (TaskProgress task : finals.tasks()) {
      if (task.isWaiting() && task.needsNothing()) {
        begin(task);
      }
    }
  }

  private void tellDependents(TaskProgress task, TaskStatus status) {
    for (Dependent dependent : dependents.get(task.task().number())) {
      TaskProgress next = dependent.task();
      next.learn(task);
      if (status.isGood() || dependent.however()) {
        if (!task.hasBeenReady()) { // Else it was met then.
          met(next);
        }
      } else if (!next.isEnded()) {
        lose(next, "needs " + task.task().name() + ", which " + what(status));
      }
    }
  }

  /** What it needs is not there, or not any more. What runs of it goes on. */
  private void lose(TaskProgress task, String reason) {
    boolean begun = task.hasBegun();
    task.cancelRest(reason);
    if (begun) {
      endIfComplete(task);
    } else {
      end(task, skipped(reason));
    }
  }

  private void serviceReady(TaskProgress service) {
    service.becomeReady();
    dependents.get(service.task().number()).forEach(dependent -> met(dependent.task()));
  }

  /** Nobody can use the service any more. */
  private void release(TaskProgress service) {
    String reason = "no task needs it any more";
    service.cancelRest(reason);
    if (service.running() > 0) {
      out.accept(new Decision.StopService(service.task().number()));
    } else {
      end(service, new TaskStatus.Declined(reason));
    }
  }

  /** If the run was cancelled, that is why; else the reason. */
  private TaskStatus skipped(String reason) {
    return cancelReason != null
        ? new TaskStatus.Cancelled(cancelReason)
        : new TaskStatus.Skipped(reason);
  }

  private static String what(TaskStatus status) {
    return switch (status) {
      case TaskStatus.Skipped s -> "was skipped";
      case TaskStatus.Cancelled(String reason) -> "was " + reason;
      case TaskStatus.Failed f -> status.word();
      case TaskStatus.Waiting w -> status.word();
      case TaskStatus.Active a -> status.word();
      case TaskStatus.Succeeded s -> status.word();
      case TaskStatus.AllowedFailure a -> status.word();
      case TaskStatus.Declined d -> "was skipped";
    };
  }

  private void met(TaskProgress task) {
    if (!task.met() || cancelReason != null) {
      return;
    }
    if (task.isWaiting()) {
      begin(task);
    } else if (task.isActive()) {
      markReady(task); // It had begun before its service was lost.
    }
  }

  private void set(String event) {
    out.accept(new Decision.SetEvent(event));
    eventSet(event);
  }

  private void eventSet(String event) {
    if (events.set(event)) {
      events.waiters(event).forEach(this::met);
    }
  }

  /** Those who wait for an event that nobody is left to set would wait for ever. */
  private void skipIfNeverSet(String event) {
    if (!events.canNeverBeSet(event)) {
      return;
    }
    TaskProgress setter = events.setters(event).getLast();
    String reason =
        "waits for event %s, which %s did not set: it %s"
            .formatted(event, setter.task().name(), what(setter.status()));
    for (TaskProgress waiter : events.waiters(event)) {
      if (waiter.isWaiting()) {
        waiter.learn(setter);
        end(waiter, skipped(reason));
      }
    }
  }

  private void cancel(Target target, String reason) {
    if (target.isRun() && cancelReason != null) {
      finals.tasks().forEach(task -> cancelRest(task, reason));
    } else if (target.isRun()) {
      cancelRun(reason);
    } else if (target.isInstance()) {
      cancelInstance(tasks.get(target.task()), target, reason);
    } else if (!tasks.get(target.task()).isEnded()) {
      out.accept(new Decision.Stop(target, reason));
      cancelRest(tasks.get(target.task()), reason);
    }
  }

  private void cancelRun(String reason) {
    if (cancelReason != null) {
      return;
    }
    cancelReason = reason;
    out.accept(new Decision.Stop(Target.RUN, reason));
    for (TaskProgress task : tasks) {
      boolean isKept = task.isServing() || (finals.areToCome() && finals.has(task));
      if (!isKept) {
        cancelRest(task, reason);
      }
    }
  }

  private void cancelRest(TaskProgress task, String reason) {
    if (task.isWaiting()) {
      end(task, new TaskStatus.Cancelled(reason));
    } else if (!task.isEnded()) {
      task.cancelRest(reason);
      endIfComplete(task);
    }
  }

  private void cancelInstance(TaskProgress task, Target target, String reason) {
    out.accept(new Decision.Stop(target, reason));
    if (task.cancelWaiting(target.instance(), reason)) {
      var outcome = new Outcome.Cancelled(reason);
      out.accept(new Decision.GiveUp(target.task(), target.instance(), outcome));
      endIfComplete(task);
    }
  }
}
