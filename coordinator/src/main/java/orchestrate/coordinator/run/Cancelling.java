package orchestrate.coordinator.run;

import java.util.function.Predicate;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.Event;
import orchestrate.coordinator.schedule.Scheduler;
import orchestrate.coordinator.schedule.Target;
import orchestrate.coordinator.schedule.TaskProgress;

/** Cancels what a request asks for, if there is such a thing and it has not ended. */
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

  /**
   * @param by who wishes it, for people
   */
  RunAnswer act(RunRequest.Cancel wish, String by) {
    if (wish.task() == null) {
      return scheduler.isCancelled()
          ? RunAnswer.refusal("the run is being stopped already")
          : cancel(wish, by, Target.RUN);
    }
    return plan.tasks().stream()
        .filter(task -> task.name().equals(wish.task()))
        .findFirst()
        .map(task -> act(wish, by, task))
        .orElseGet(() -> RunAnswer.refusal("there is no task `%s`".formatted(wish.task())));
  }

  private RunAnswer act(RunRequest.Cancel wish, String by, PlannedTask task) {
    TaskProgress progress = scheduler.progress().get(task.number());
    Long instance = wish.instance();
    if (progress.status().isEnded()) {
      return RunAnswer.refusal("%s has ended: %s".formatted(task.name(), progress.status().word()));
    }
    if (instance == null) {
      return cancel(wish, by, Target.task(task.number()));
    }
    var target = new Target(task.number(), instance);
    if (!task.isFanOut()) {
      return RunAnswer.refusal("%s has no instances: it has no `for-each`".formatted(task.name()));
    }
    if (!isStarted.test(target) && !progress.isWaiting(instance)) {
      return RunAnswer.refusal("%s is not there, or has ended".formatted(wish.target()));
    }
    return cancel(wish, by, target);
  }

  private RunAnswer cancel(RunRequest.Cancel wish, String by, Target target) {
    scheduler.on(new Event.Cancel(target, "cancelled " + by));
    return new RunAnswer(true, "cancelled " + wish.target());
  }
}
