package orchestrate.coordinator.run;

import orchestrate.coordinator.machine.MachineShare;
import orchestrate.coordinator.schedule.Event;
import orchestrate.coordinator.schedule.Scheduler;

/**
 * Tells the scheduler when there are more or fewer slots than the plan has: by the machine, or
 * because the run is paused.
 */
final class Slots {
  private final MachineShare machine;
  private final Scheduler scheduler;
  private final int planned;
  private int told;
  private boolean paused;

  Slots(MachineShare machine, Scheduler scheduler, int planned) {
    this.machine = machine;
    this.scheduler = scheduler;
    this.planned = planned;
    this.told = planned;
  }

  /**
   * To be called when all decisions have been acted on, and at first before any.
   *
   * @return whether there may be further decisions now
   */
  boolean adjust() {
    int inUse = scheduler.slotsInUse();
    machine.want(inUse, paused ? inUse : scheduler.slotsWanted());
    return tell();
  }

  /** To be called before the scheduler knows that an attempt has ended. */
  void attemptEnded() {
    machine.taskEnded(scheduler.slotsInUse());
    tell();
  }

  /** Whether there are none at all for the time being. To be followed by {@link #adjust}. */
  void pause(boolean now) {
    paused = now;
  }

  boolean arePaused() {
    return paused;
  }

  /** How many are there that nobody uses. */
  int free() {
    return Math.max(0, told - scheduler.slotsInUse());
  }

  private boolean tell() {
    int now = paused ? 0 : Math.min(planned, machine.limit());
    if (now == told) {
      return false;
    }
    told = now;
    scheduler.on(new Event.SlotsChanged(now));
    return true;
  }
}
