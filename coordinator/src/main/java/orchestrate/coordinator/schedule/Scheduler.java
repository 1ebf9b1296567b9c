package orchestrate.coordinator.schedule;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.TaskProgress.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Decides what runs next. An event goes in, decisions come out; there is no clock, no I/O and no
 * thread in it, so the same events always lead to the same decisions.
 *
 * <p>A task becomes active when its needs have succeeded and its events are set. Of the active
 * tasks' instances, in the order of the plan, as many are started as there are slots and permits;
 * of short ones some more, which wait where they will run. Parties go first: when one is ready but
 * the slots aren't, nothing else is started until they are, or it might wait for ever. What can't
 * happen any more is ended at once: nothing stays pending.
 *
 * <p>The plan says how many slots there are; fewer, at least one, while others need the machine.
 *
 * <p>Each event costs time in proportion to what it sets free, not to the size of the plan.
 *
 * <p>Not thread-safe.
 */
public final class Scheduler {
  private final Plan plan;
  private final Consumer<Decision> out;
  private final List<TaskProgress> tasks;
  private final List<List<TaskProgress>> dependents;
  private final EventBook events = new EventBook();
  private final Map<Integer, Party> partyOfTask = new HashMap<>();
  private final List<Party> parties = new ArrayList<>();
  private final Permits permits;
  private final Retries retries;
  private final BitSet ready = new BitSet();
  private final Deque<TaskProgress> justEnded = new ArrayDeque<>();

  private int slots;

  /** Below zero while more is started than there are slots. */
  private int freeSlots;

  private int javaRunning;
  private int heldBack;
  private int ended;
  private @Nullable String cancelledBy;

  /**
   * @param runId tells this run from others where chance is wanted
   * @param out is given each decision at once, in order
   */
  public Scheduler(Plan plan, String runId, Consumer<Decision> out) {
    this.plan = plan;
    this.retries = new Retries(runId);
    this.out = out;
    this.tasks = plan.tasks().stream().map(TaskProgress::new).toList();
    this.permits = new Permits(plan.job().semaphores());
    this.slots = plan.slots();
    this.freeSlots = slots;
    this.dependents = new ArrayList<>(Collections.nCopies(tasks.size(), List.of()));
    tasks.forEach(this::link);
    formParties();
  }

  private void link(TaskProgress task) {
    for (int need : task.task().needs()) {
      if (dependents.get(need).isEmpty()) {
        dependents.set(need, new ArrayList<>());
      }
      dependents.get(need).add(task);
    }
    events.enter(task);
  }

  private void formParties() {
    var members = new LinkedHashMap<List<String>, List<TaskProgress>>();
    for (TaskProgress task : tasks) {
      List<String> meets = task.task().spec().meets();
      if (!meets.isEmpty()) {
        members.computeIfAbsent(meets.stream().sorted().toList(), m -> new ArrayList<>()).add(task);
      }
    }
    members.forEach(
        (barriers, of) -> {
          var party = new Party(barriers, parties(barriers.getFirst()), of);
          parties.add(party);
          of.forEach(task -> partyOfTask.put(task.task().number(), party));
        });
  }

  private int parties(String barrier) {
    return requireNonNull(plan.job().barriers().get(barrier), barrier);
  }

  /** The first decisions, before anything has happened. */
  public void start() {
    for (TaskProgress task : tasks) {
      if (task.task().needs().isEmpty() && task.task().spec().waitsFor().isEmpty()) {
        expand(task);
      }
    }
    settle();
  }

  /** Takes what happened. */
  public void on(Event event) {
    switch (event) {
      case Event.Expanded(int task, long count) -> activate(tasks.get(task), count);
      case Event.NotExpanded(int task, String reason) -> failWhole(tasks.get(task), reason);
      case Event.Ended e -> attemptEnded(e);
      case Event.Paced(int task, int ahead) -> tasks.get(task).setAhead(ahead);
      case Event.RetryDue(int task, long instance, int attempt) ->
          retry(tasks.get(task), new Candidate(instance, attempt));
      case Event.EventSet(String name) -> eventSet(name);
      case Event.SlotsChanged(int now) -> changeSlots(now);
      case Event.CancelAll(String by) -> cancelAll(by);
    }
    settle();
  }

  /** Whether attempts of the task may be started beyond the slots. */
  public boolean startsAhead(int task) {
    return tasks.get(task).ahead() > 0;
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

  /** Whether every task has ended. */
  public boolean isDone() {
    return ended == tasks.size();
  }

  /** How many slots are in use; what waits in a lane uses none. */
  public int slotsInUse() {
    return Math.min(slots - freeSlots, plan.slots());
  }

  /**
   * How many slots would have to be there, of those of the plan, for the next start that only they
   * hold back; as many as are in use if nothing is held back.
   */
  public int slotsWanted() {
    int wanted = slotsInUse() + heldBack;
    return wanted <= plan.slots() ? wanted : slotsInUse();
  }

  /** Where each task stands, in the order of the plan. */
  public List<TaskProgress> progress() {
    return tasks;
  }

  private void expand(TaskProgress task) {
    if (task.task().isFanOut()) {
      out.accept(new Decision.Expand(task.task().number()));
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
    if (!partyOfTask.containsKey(task.task().number())) {
      ready.set(task.task().number());
    }
  }

  private void changeSlots(int now) {
    freeSlots += now - slots;
    slots = now;
  }

  private void startWhatFits() {
    heldBack = 0;
    if (cancelledBy != null) {
      return;
    }
    if (startParties()) {
      startSingles();
    }
  }

  /** Says whether slots that remain are for others. */
  private boolean startParties() {
    for (Party party : parties) {
      if (party.canNeverForm()) {
        giveUp(
            party,
            "barrier %s needs %d parties and only %d are left"
                .formatted(party.name(), party.size(), party.ready()));
      } else if (party.canForm() && !permits.exist(party.permitsNeeded())) {
        giveUp(
            party,
            "the parties of barrier %s need more permits than there are: %s"
                .formatted(party.name(), party.permitsNeeded()));
      } else if (party.canForm() && permits.lacking(party.permitsNeeded()) == null) {
        // With nothing else running it starts in any case: no one slot would ever be enough for it.
        if (freeSlots < slotsOf(party) && slotsInUse() > 0) {
          heldBack = slotsOf(party);
          return false;
        }
        start(party);
      }
    }
    return true;
  }

  /** At the most: any of its members may be the ones. */
  private int slotsOf(Party party) {
    boolean java = party.members().stream().allMatch(member -> member.task().isJava());
    return java ? Math.ceilDiv(party.size(), threads()) : party.size();
  }

  /** A worker for Java tasks is in one slot, and runs as many of them as it has threads. */
  private boolean takesSlot(TaskProgress task) {
    return !task.task().isJava() || javaRunning % threads() == 0;
  }

  private int threads() {
    return plan.job().workers().threads();
  }

  private void start(Party party) {
    out.accept(new Decision.FormParty(party.barriers()));
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
        member.fail();
        var outcome = new Outcome.FailedToStart(reason);
        out.accept(new Decision.GiveUp(member.task().number(), candidate.instance(), outcome));
      }
      endIfComplete(member);
    }
  }

  private void startSingles() {
    for (int number = ready.nextSetBit(0); number >= 0; number = ready.nextSetBit(number)) {
      TaskProgress task = tasks.get(number);
      String lacking = permits.lacking(task.task().spec().acquire());
      if (task.ready() > 0 && lacking == null) {
        if (!hasRoom(task)) {
          heldBack = 1;
          return; // Those behind it would take what it waits for.
        }
        start(task);
        continue;
      }
      ready.clear(number);
      if (lacking != null) {
        permits.await(number, lacking);
      }
    }
  }

  /**
   * If not, those that come after it wait as well, for however short they are. Nothing waits in
   * lanes while others need the machine: we would have to know which lanes are ours to use.
   */
  private boolean hasRoom(TaskProgress task) {
    return freeSlots > 0
        || (freeSlots == 0 && !takesSlot(task))
        || (slots == plan.slots() && freeSlots + task.ahead() > 0);
  }

  private void start(TaskProgress task) {
    Candidate candidate = task.take();
    if (takesSlot(task)) {
      freeSlots--;
    }
    if (task.task().isJava()) {
      javaRunning++;
    }
    permits.take(task.task().spec().acquire());
    out.accept(new Decision.Start(task.task().number(), candidate.instance(), candidate.attempt()));
  }

  private void release(TaskProgress task) {
    if (task.task().isJava()) {
      javaRunning--;
    }
    if (takesSlot(task)) {
      freeSlots++;
    }
    permits.give(task.task().spec().acquire(), ready);
  }

  private void attemptEnded(Event.Ended event) {
    TaskProgress task = tasks.get(event.task());
    release(task);
    switch (event.outcome()) {
      case Outcome.Succeeded s -> task.succeed();
      case Outcome.Cancelled c -> task.cancelOne();
      case Outcome.Failure f -> failOrRetry(task, event);
    }
    Party party = partyOfTask.get(event.task());
    if (party != null && party.running() > 0) {
      String who = task.task().instanceName(event.instance());
      out.accept(new Decision.BreakParty(party.barriers(), who + " has ended"));
    }
    endIfComplete(task);
  }

  private void failOrRetry(TaskProgress task, Event.Ended event) {
    if (!isRetried(event)) {
      task.fail();
    } else {
      task.pause();
      Duration pause = retries.pause(task.task().spec().retry(), event);
      out.accept(
          new Decision.RetryAfter(event.task(), event.instance(), event.attempt() + 1, pause));
    }
  }

  /** Whether the instance is tried again if {@link #on} is told next that it has ended so. */
  public boolean isRetried(Event.Ended event) {
    return cancelledBy == null
        && event.outcome() instanceof Outcome.Failure failure
        && Retries.follows(tasks.get(event.task()).task().spec().retry(), event.attempt(), failure);
  }

  private void retry(TaskProgress task, Candidate candidate) {
    if (!task.isEnded() && cancelledBy == null) {
      task.resume(candidate);
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
    end(task, new TaskStatus.Failed());
  }

  /** The consequences are drawn later, one task after the other: a chain may be long. */
  private void end(TaskProgress task, TaskStatus status) {
    task.end(status);
    ready.clear(task.task().number());
    justEnded.add(task);
  }

  private void announceEnd(TaskProgress task) {
    ended++;
    if (task.status() instanceof TaskStatus.Succeeded) {
      task.task().spec().sets().forEach(this::set);
    }
    out.accept(new Decision.TaskEnded(task.task().number(), task.status()));
    tellDependents(task, task.status());
    task.task().spec().sets().forEach(this::skipIfNeverSet);
  }

  private void tellDependents(TaskProgress task, TaskStatus status) {
    for (TaskProgress dependent : dependents.get(task.task().number())) {
      if (status instanceof TaskStatus.Succeeded) {
        met(dependent);
      } else if (dependent.isWaiting()) {
        end(dependent, skipped("needs " + task.task().name() + ", which " + what(status)));
      }
    }
  }

  /** If the run was cancelled, that is why; else the reason. */
  private TaskStatus skipped(String reason) {
    return cancelledBy != null ? new TaskStatus.Cancelled() : new TaskStatus.Skipped(reason);
  }

  private static String what(TaskStatus status) {
    return status instanceof TaskStatus.Skipped ? "was skipped" : status.word();
  }

  private void met(TaskProgress task) {
    if (task.met() && task.isWaiting() && cancelledBy == null) {
      expand(task);
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
        end(waiter, skipped(reason));
      }
    }
  }

  private void cancelAll(String by) {
    if (cancelledBy != null) {
      return;
    }
    cancelledBy = by;
    for (TaskProgress task : tasks) {
      cancelRest(task);
    }
  }

  private void cancelRest(TaskProgress task) {
    if (task.isWaiting()) {
      end(task, new TaskStatus.Cancelled());
    } else if (!task.isEnded()) {
      task.cancelRest();
      endIfComplete(task);
    }
  }
}
