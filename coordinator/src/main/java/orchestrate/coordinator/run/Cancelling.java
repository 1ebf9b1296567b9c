package orchestrate.coordinator.run;

import java.util.function.Predicate;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Event;
import orchestrate.coordinator.schedule.Scheduler;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskProgress;

/** Does what a {@link CancelRequest} asks for, if there is such a thing and it has not ended. */
final class Cancelling {
  private final Plan plan;
  private final Scheduler scheduler;
  private final Predicate<Target> isStarted;

  /**
   * @param isStarted whether attempts of it have been started and have not ended
   */
  Cancelling(Plan plan, Scheduler scheduler, Predicate<Target> isStarted) {
    this.plan = plan;
    this.scheduler = scheduler;
    this.isStarted = isStarted;
  }

  CancelAnswer act(CancelRequest request) {
    if (request.task() == null) {
      return scheduler.isCancelled()
          ? refused("the run is being stopped already")
          : cancel(request, Target.RUN);
    }
    return plan.tasks().stream()
        .filter(task -> task.name().equals(request.task()))
        .findFirst()
        .map(task -> act(request, task))
        .orElseGet(() -> refused("there is no task `%s`".formatted(request.task())));
  }

  private CancelAnswer act(CancelRequest request, PlannedTask task) {
    TaskProgress progress = scheduler.progress().get(task.number());
    Long instance = request.instance();
    if (progress.status().isEnded()) {
      return refused("%s has ended: %s".formatted(task.name(), progress.status().word()));
    }
    if (instance == null) {
      return cancel(request, Target.task(task.number()));
    }
    var target = new Target(task.number(), instance);
    if (!task.isFanOut()) {
      return refused("%s has no instances: it has no `for-each`".formatted(task.name()));
    }
    if (!isStarted.test(target) && !progress.isWaiting(instance)) {
      return refused("%s is not there, or has ended".formatted(request.target()));
    }
    return cancel(request, target);
  }

  private CancelAnswer cancel(CancelRequest request, Target target) {
    scheduler.on(new Event.Cancel(target, request.reason()));
    return new CancelAnswer(true, "cancelled " + request.target());
  }

  private static CancelAnswer refused(String why) {
    return new CancelAnswer(false, why);
  }
}
