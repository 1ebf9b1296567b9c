package orchestrate.benchmarks.engine;

import static orchestrate.benchmarks.engine.Contestants.OURS;

import java.util.List;
import orchestrate.benchmarks.run.Bar;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Metric;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.run.Unit;

/** The suite {@code memory}: what many items cost the coordinator, and what a worker costs. */
public final class MemoryUse {
  private static final double BYTES_PER_ITEM = 32;

  private final Contestants contestants;
  private final Sizes sizes;

  public MemoryUse(Effort effort) {
    this.contestants = new Contestants(effort);
    this.sizes = Sizes.of(effort);
  }

  public Suite suite() {
    return new Suite("memory", "Memory", List.of(items(), idle()));
  }

  private Scenario items() {
    int many = sizes.noops();
    int few = many / 10;
    return new Scenario(
        "items",
        "The coordinator's memory for an item of a fan-out",
        "The peak of its resident memory in a run of %,d Java tasks that do nothing, less that of %,d,"
                .formatted(many, few)
            + " divided by the difference; 0 if the larger run has no more. No heap may be larger"
            + " than 256 MB.",
        List.of(contestants.ours(ItemMemory.class, few, many)),
        List.of(
            new Metric(
                ItemMemory.ITEM,
                "an item more",
                Unit.BYTES,
                List.of(new Bar.Median(OURS, BYTES_PER_ITEM))),
            new Metric(Timed.PEAK, "the larger run", Unit.MEMORY, List.of())));
  }

  private Scenario idle() {
    List<Bar> bars = List.of(new Bar.Median(OURS, 45 << 20));
    return new Scenario(
        "idle",
        "An idle worker",
        "Its resident memory, shared pages included, after its first task and a while of waiting.",
        List.of(contestants.ours(IdleMemory.class, sizes.restMillis())),
        List.of(
            new Metric("commands", "for commands", Unit.MEMORY, bars),
            new Metric("java", "for Java tasks", Unit.MEMORY, bars)),
        2);
  }
}
