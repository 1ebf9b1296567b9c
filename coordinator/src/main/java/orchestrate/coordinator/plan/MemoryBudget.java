package orchestrate.coordinator.plan;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import orchestrate.config.JobFile;
import org.jspecify.annotations.Nullable;

/**
 * How much memory the tasks of a run may declare altogether: what the machine has, or what its
 * cgroup is allowed if that is less, without a reserve for the system and for our own processes.
 */
public final class MemoryBudget {
  private static final long LEAST_RESERVE = 256L << 20;
  private static final int RESERVED_SHARE = 10;

  private MemoryBudget() {}

  /**
   * Of a run.
   *
   * @param given by the user; null for what this machine has, which takes some 20 ms to find out,
   *     and so isn't looked up where no task asks
   */
  public static long of(JobFile job, @Nullable Long given) {
    if (given != null) {
      return given;
    }
    boolean asked = job.tasks().values().stream().anyMatch(task -> task.limits().memory() > 0);
    return asked ? ofThisMachine() : Long.MAX_VALUE;
  }

  private static long ofThisMachine() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return of(system.getTotalMemorySize()); // which knows of cgroups
  }

  /** A tenth is reserved, and at least 256 MB. */
  static long of(long total) {
    return Math.max(0, total - Math.max(LEAST_RESERVE, total / RESERVED_SHARE));
  }
}
