package orchestrate.coordinator.run;

import java.util.function.Consumer;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.pool.Attempt;
import orchestrate.coordinator.schedule.Event;
import orchestrate.coordinator.schedule.Scheduler;
import orchestrate.worker.protocol.Readiness;

/** The services of a run: what it means that one is ready, or isn't, or is of no use any more. */
final class Services {
  private final Plan plan;
  private final Scheduler scheduler;
  private final RunningAttempts running;
  private final OutputValues outputs;
  private final RunClock clock;
  private final Consumer<RunEvent> tell;

  Services(
      Plan plan,
      Scheduler scheduler,
      RunningAttempts running,
      OutputValues outputs,
      RunClock clock,
      Consumer<RunEvent> tell) {
    this.plan = plan;
    this.scheduler = scheduler;
    this.running = running;
    this.outputs = outputs;
    this.clock = clock;
    this.tell = tell;
  }

  /** How many may run at a time, beside all else. */
  static int countOf(Plan plan) {
    return (int)
        plan.tasks().stream()
            .filter(task -> task.spec().isService() && task.leftOut() == null)
            .count();
  }

  /** One is ready, or hasn't become so in time; too late if it is being stopped. */
  void probed(Attempt attempt, Readiness readiness) {
    if (running.isStopping(attempt)) {
      return;
    }
    String lacking = readiness.lacking();
    if (lacking == null) {
      ready(attempt, readiness);
    } else {
      running.stop(attempt, new StopReason.NotReady(lacking));
    }
  }

  private void ready(Attempt attempt, Readiness readiness) {
    int task = readiness.task();
    outputs.put(plan.task(task), attempt.run().instance(), readiness.outputs());
    outputs.ready(plan.task(task).name());
    long nanos = attempt.runningFor().toNanos();
    tell.accept(new RunEvent.ServiceReady(clock.millis(), task, readiness.attempt(), nanos));
    scheduler.on(new Event.ServiceReady(task));
  }

  /** Nobody can use it any more. */
  void stop(int task) {
    running.stop(attempt -> attempt.run().task().number() == task, new StopReason.NotNeeded());
  }
}
