package orchestrate.coordinator.run;

import java.util.function.Consumer;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.schedule.Scheduler;

/**
 * Has a run start nothing new for a while: it has no slots meanwhile. What runs goes on, as does
 * what workers were handed already.
 */
final class Pausing {
  private final Slots slots;
  private final Scheduler scheduler;
  private final RunClock clock;
  private final Consumer<RunEvent> observers;

  Pausing(Slots slots, Scheduler scheduler, RunClock clock, Consumer<RunEvent> observers) {
    this.slots = slots;
    this.scheduler = scheduler;
    this.clock = clock;
    this.observers = observers;
  }

  /**
   * @param by who wishes it, for people
   */
  RunAnswer pause(String by) {
    if (scheduler.isCancelled()) {
      return RunAnswer.refusal("the run is being stopped");
    }
    if (slots.arePaused()) {
      return RunAnswer.refusal("the run is paused already");
    }
    slots.pause(true);
    observers.accept(new RunEvent.Paused(clock.millis(), by));
    return new RunAnswer(true, "paused: nothing new is started, what runs goes on");
  }

  /**
   * @param by who wishes it, for people
   */
  RunAnswer unpause(String by) {
    if (!slots.arePaused()) {
      return RunAnswer.refusal("the run is not paused");
    }
    goOn(by);
    return new RunAnswer(true, "goes on");
  }

  /** What a run does at its end, when it is cancelled, nobody has to ask for. */
  void lift(String reason) {
    if (slots.arePaused()) {
      goOn("because the run is " + reason);
    }
  }

  private void goOn(String why) {
    slots.pause(false);
    observers.accept(new RunEvent.Unpaused(clock.millis(), why));
  }
}
