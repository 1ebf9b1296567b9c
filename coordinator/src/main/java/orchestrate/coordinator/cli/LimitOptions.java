package orchestrate.coordinator.cli;

import java.util.OptionalInt;
import orchestrate.config.JobFile;
import orchestrate.coordinator.machine.ParentJobserver;
import orchestrate.coordinator.plan.MemoryBudget;
import orchestrate.coordinator.plan.RunLimits;
import orchestrate.coordinator.plan.RunLimits.Patience;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How much of the machine a run may take: what the command line says, else the job file. */
public final class LimitOptions {
  @CommandLine.Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      converter = CountConverter.class,
      description = "How many tasks run at a time (default: workers.count, else one per core).")
  private @Nullable Integer jobs;

  @CommandLine.Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "How much memory the running tasks may declare altogether, such as 4g"
              + " (default: nine tenths of what this machine or its cgroup has).")
  private @Nullable Long memory;

  /** These, and what they lack of those. */
  LimitOptions over(LimitOptions others) {
    var both = new LimitOptions();
    both.jobs = jobs != null ? jobs : others.jobs;
    both.memory = memory != null ? memory : others.memory;
    return both;
  }

  boolean hasJobs() {
    return jobs != null;
  }

  public RunLimits of(JobFile job, ParentJobserver parent, Patience patience) {
    return new RunLimits(slots(job, parent), MemoryBudget.of(job, memory), patience);
  }

  private int slots(JobFile job, ParentJobserver parent) {
    if (jobs != null) {
      return jobs;
    }
    OptionalInt count = job.workers().count();
    if (count.isEmpty() && parent instanceof ParentJobserver.Reachable(_, _, OptionalInt all)) {
      count = all;
    }
    return count.orElse(Runtime.getRuntime().availableProcessors());
  }
}
