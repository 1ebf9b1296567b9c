package orchestrate.benchmarks.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;
import orchestrate.task.Task;
import orchestrate.task.TaskContext;

/** Uses {@value #MICROS} microseconds of processor time. */
public record BurnTask() implements Task {
  static final int MICROS = 200;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @Override
  public void run(TaskContext context) {
    long end = THREADS.getCurrentThreadCpuTime() + TimeUnit.MICROSECONDS.toNanos(MICROS);
    while (THREADS.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }
}
