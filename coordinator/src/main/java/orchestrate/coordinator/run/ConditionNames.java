package orchestrate.coordinator.run;

import orchestrate.config.expression.Names;
import orchestrate.config.expression.Question;
import orchestrate.config.expression.Value;
import orchestrate.coordinator.schedule.TaskProgress;

/**
 * What expressions mean in the condition of a task.
 *
 * @param task knows how things went before it
 */
record ConditionNames(Names ofTask, TaskProgress task) implements Names {
  @Override
  public String item() {
    return ofTask.item();
  }

  @Override
  public String field(String name) {
    return ofTask.field(name);
  }

  @Override
  public Value output(String name, String key) {
    return ofTask.output(name, key);
  }

  @Override
  public String result(String name) {
    return ofTask.result(name);
  }

  @Override
  public boolean answer(Question question) {
    return task.answer(question);
  }
}
