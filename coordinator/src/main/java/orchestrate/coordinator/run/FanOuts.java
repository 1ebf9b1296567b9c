package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import orchestrate.config.ForEach;
import orchestrate.config.expression.Names;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.pool.Inbox;
import org.jspecify.annotations.Nullable;

/** The items of the fan-outs that are under way. */
final class FanOuts {
  private final Map<Integer, Items> items = new HashMap<>();
  private final Path jobFolder;
  private final Inbox inbox;
  private final OutputValues outputs;

  /**
   * @param known items by their tasks' numbers
   */
  FanOuts(Path jobFolder, Inbox inbox, OutputValues outputs, Map<Integer, Items> known) {
    this.jobFolder = jobFolder;
    this.inbox = inbox;
    this.outputs = outputs;
    this.items.putAll(known);
  }

  /**
   * Finds out the items of a task. Reading them may take long, and the run goes on meanwhile: one
   * of the two is called later, on the run's thread.
   *
   * @param found is given the items, and their hash: see {@link #hash}
   */
  void find(
      PlannedTask task,
      Names names,
      BiConsumer<Items, @Nullable String> found,
      Consumer<String> failed) {
    ForEach forEach = requireNonNull(task.spec().forEach());
    Thread.ofVirtual()
        .name("items of " + task.name())
        .start(
            () -> {
              try {
                Items known = Items.of(forEach, names, jobFolder);
                String hash = hash(forEach, known);
                inbox.post(
                    () -> {
                      items.put(task.number(), known);
                      found.accept(known, hash);
                    });
              } catch (IOException | RuntimeException e) {
                String reason = e.getMessage() == null ? e.toString() : e.getMessage();
                inbox.post(() -> failed.accept(reason));
              }
            });
  }

  /** That of the items, if they can be others when they are looked up again; else null. */
  static @Nullable String hash(ForEach forEach, Items items) {
    return forEach instanceof ForEach.Range ? null : items.hash();
  }

  /** The item of an instance; null if the task has none. */
  @Nullable String itemOf(PlannedTask task, long instance) {
    Items known = items.get(task.number());
    return known == null || instance == PlannedTask.WHOLE ? null : known.get(instance);
  }

  /** What expressions mean for an instance. */
  InstanceNames names(PlannedTask task, long instance) {
    return new InstanceNames(outputs, items.get(task.number()), instance);
  }

  /** The task has ended, and its items are not asked for any more. */
  void forget(int task) {
    items.remove(task);
  }
}
