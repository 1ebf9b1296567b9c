package orchestrate.task;

/**
 * A task in Java. It runs in a warm worker process, so one costs microseconds, not the start of a
 * JVM.
 *
 * <p>The natural shape is a record: its components are the task's parameters, bound by name from
 * {@code with} in the job file. A component may be a {@code String}, a {@code Path}, a number, a
 * {@code boolean}, an enum, or a {@code List} of these.
 *
 * <pre>{@code
 * record CountLines(Path file) implements Task {
 *   @Override
 *   public void run(TaskContext context) throws IOException {
 *     try (var lines = Files.lines(context.resolve(file))) {
 *       context.output("lines", lines.count());
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>A class that is not a record has a constructor without parameters and takes no {@code with}.
 *
 * <p>The task has failed if {@link #run} throws. It is asked to stop by {@link Thread#interrupt}: a
 * task that doesn't end then is killed together with its worker. Print to {@code System.out} or to
 * {@link TaskContext#log}: both go to the log of this attempt.
 *
 * <p>Java programs can run it without a job file: {@code
 * orchestrate.pool.ProcessPool.submit(task)}.
 */
@FunctionalInterface
public interface Task {
  void run(TaskContext context) throws Exception;
}
