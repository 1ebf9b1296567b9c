package orchestrate.task;

import java.util.Map;

/** A task that another has forked: see {@link TaskContext#fork}. */
public interface Subtask {
  /**
   * What it gave by {@link TaskContext#output}. Waits for its end, as {@link TaskContext#join}
   * waits for that of all.
   *
   * @throws SubtaskFailedException if it has failed for good
   * @throws InterruptedException if the task that waits is asked to stop
   */
  Map<String, String> outputs() throws InterruptedException;

  /**
   * One of its {@link #outputs}.
   *
   * @throws java.util.NoSuchElementException if it gave none of that name
   */
  String output(String key) throws InterruptedException;
}
