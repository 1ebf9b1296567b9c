package orchestrate.coordinator.schedule;

/** Something that happened, which may let the scheduler decide something. */
public sealed interface Event {
  /** What the task's condition has come to. */
  record Decided(int task, boolean wanted) implements Event {}

  /** The task's items are known. */
  record Expanded(int task, long count) implements Event {}

  /** The task's condition, or its items, can't be known. */
  record NotExpanded(int task, String reason) implements Event {}

  /** An attempt that was started has ended. */
  record Ended(int task, long instance, int attempt, Outcome outcome) implements Event {}

  /** The service can be used. */
  record ServiceReady(int task) implements Event {}

  /**
   * The task's attempts are so short that so many may be started beyond the slots: they wait in the
   * lanes, which need not wait for us.
   */
  record Paced(int task, int ahead) implements Event {}

  /**
   * A subtask of this task runs in a lane of its own, as {@link Scheduler#hasRoomForSubtask} has
   * it.
   */
  record SubtaskBegun(int task) implements Event {}

  /** It does so no more. */
  record SubtaskEnded(int task) implements Event {}

  /** The pause before a further attempt is over. */
  record RetryDue(int task, long instance, int attempt) implements Event {}

  /** An event of the job is set, by whomever. */
  record EventSet(String name) implements Event {}

  /**
   * From now on so many slots are to be in use at most, and none means that nothing is started;
   * what runs above that runs on.
   */
  record SlotsChanged(int slots) implements Event {}

  /**
   * Somebody wishes it to end: nothing more of it is started, and what runs is stopped.
   *
   * @param reason who, as a sentence without its subject: "stopped by SIGINT"
   */
  record Cancel(Target target, String reason) implements Event {}
}
