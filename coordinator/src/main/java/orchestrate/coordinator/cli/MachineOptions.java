package orchestrate.coordinator.cli;

import orchestrate.config.MemoryFloor;
import orchestrate.config.Workers;
import orchestrate.coordinator.machine.ParentJobserver;
import orchestrate.coordinator.machine.Wishes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** How a run shares the machine with others: what the command line says, else the job file. */
final class MachineOptions {
  @CommandLine.Option(
      names = "--share",
      negatable = true,
      fallbackValue = "true",
      description =
          "Shares the cores with your other runs that do so (default: if ORCHESTRATE_SHARE=1).")
  private @Nullable Boolean share;

  @CommandLine.Option(
      names = "--jobserver",
      description =
          "Lets make (from 4.4) and ninja (from 1.13) in tasks use the free slots; like"
              + " workers.jobserver.")
  private boolean jobserver;

  @CommandLine.Option(
      names = "--memory-floor",
      paramLabel = "SIZE",
      converter = MemoryFloorConverter.class,
      description =
          "How much memory is to be free before a task is started beside others, such as 512m or"
              + " 5%%; 0 for none (default: workers.memory-floor).")
  private @Nullable MemoryFloor memoryFloor;

  /** These, and what they lack of those. */
  MachineOptions over(MachineOptions others) {
    var both = new MachineOptions();
    both.share = share != null ? share : others.share;
    both.jobserver = jobserver || others.jobserver;
    both.memoryFloor = memoryFloor != null ? memoryFloor : others.memoryFloor;
    return both;
  }

  Wishes of(Workers workers, ParentJobserver parent, boolean slotsMayChange) {
    return new Wishes(
        parent,
        slotsMayChange,
        share != null ? share : "1".equals(System.getenv("ORCHESTRATE_SHARE")),
        jobserver || workers.jobserver(),
        memoryFloor != null ? memoryFloor : workers.memoryFloor());
  }
}
