package orchestrate.coordinator.export;

import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;

/**
 * How many attempts ran at any time, and how many instances waited for their turn: those of
 * fan-outs whose items are known, and those that wait in lanes behind others.
 */
final class Counters {
  private final Plan plan;
  private final TraceWriter out;
  private final int process;
  private final Grain grain = new Grain();

  /** By task, how many of its instances have not begun yet. */
  private final long[] left;

  private final long most;
  private long waiting;
  private long begun;
  private long services;

  /** What was written last, and when. */
  private long writtenAt = -1;

  private long writtenRunning;
  private long writtenWaiting;

  Counters(Plan plan, TraceWriter out, int process) {
    this.plan = plan;
    this.out = out;
    this.process = process;
    this.left = new long[plan.tasks().size()];
    this.most = (long) plan.slots() * plan.job().workers().threads().count();
  }

  void activated(RunEvent.TaskActivated event) {
    left[event.task()] = event.count();
    waiting += event.count();
  }

  void started(RunEvent.AttemptStarted event) {
    PlannedTask task = plan.task(event.task());
    if (task.spec().isService()) {
      services++;
    } else {
      begun++;
    }
    if (event.attempt() == 1 && left[event.task()] > 0) {
      left[event.task()]--;
      waiting--;
    }
  }

  /** An attempt has ended; one that is cancelled may have waited for permits until then. */
  void ended(int task) {
    if (plan.task(task).spec().isService()) {
      services = Math.max(0, services - 1);
    } else {
      begun = Math.max(0, begun - 1);
    }
  }

  /** What of it has not begun never will. */
  void taskEnded(int task) {
    waiting -= left[task];
    left[task] = 0;
  }

  /** What is counted now has been so from this time on, in nanoseconds since the run began. */
  void write(long time) {
    if (writtenAt < 0 || time - writtenAt >= Math.max(grain.nanos(), 1)) {
      writeAll(time);
    }
  }

  /** The same however short that was. */
  void writeAll(long time) {
    long running = Math.min(begun, most) + services;
    long waitingNow = waiting + Math.max(0, begun - most);
    if (running != writtenRunning || writtenAt < 0) {
      out.counter(process, "running", time, running);
      grain.wrote();
    }
    if (waitingNow != writtenWaiting || writtenAt < 0) {
      out.counter(process, "waiting", time, waitingNow);
      grain.wrote();
    }
    writtenAt = time;
    writtenRunning = running;
    writtenWaiting = waitingNow;
  }
}
