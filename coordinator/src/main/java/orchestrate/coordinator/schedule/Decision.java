package orchestrate.coordinator.schedule;

import java.time.Duration;
import java.util.List;

/** What is to be done next. */
public sealed interface Decision {
  /** Find out whether the task is wanted, and report {@link Event.Decided}. */
  record Decide(int task) implements Decision {}

  /** Find out the items of the task, and report {@link Event.Expanded}. */
  record Expand(int task) implements Decision {}

  /** Start an attempt: a slot and its permits are set aside for it. */
  record Start(int task, long instance, int attempt) implements Decision {}

  /** Make the barriers whole: the attempts started next will meet at them. */
  record FormParty(List<String> barriers) implements Decision {}

  /** Break the barriers: one of the party has ended, the others must not wait for it. */
  record BreakParty(List<String> barriers, String reason) implements Decision {}

  /** Report {@link Event.RetryDue} after the delay. */
  record RetryAfter(int task, long instance, int attempt, Duration delay) implements Decision {}

  /** Stop what runs of it; each attempt ends as cancelled for this reason. */
  record Stop(Target target, String reason) implements Decision {}

  /** Stop the service, which nobody can use any more: so its attempt ends well. */
  record StopService(int task) implements Decision {}

  /** An instance ends without being started (again). */
  record GiveUp(int task, long instance, Outcome outcome) implements Decision {}

  /** Set an event of the job. */
  record SetEvent(String name) implements Decision {}

  /** Nothing of this task will run any more. */
  record TaskEnded(int task, TaskStatus status) implements Decision {}
}
