package orchestrate.coordinator.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import orchestrate.config.MemoryFloor;
import org.jspecify.annotations.Nullable;

/**
 * Makes a run's share of the machine, as it wishes and as there is.
 *
 * @param slots how many tasks the run has at a time, if it may
 * @param label what the run is called by others
 * @param fifo where a jobserver for what runs below is to be
 * @param shared the folder of the session in which runs share the cores
 * @param wake has the run's thread ask for its share again soon; from any thread
 * @param say tells the user something; from any thread
 */
public record MachineShares(
    int slots, String label, Path fifo, Path shared, Runnable wake, Consumer<String> say) {
  private static final Path ROOT = Path.of("/");

  public MachineShare open(Wishes wishes) throws IOException {
    OwnJobserver jobserver = jobserver(wishes);
    try {
      TokenPool pool = pool(wishes, jobserver);
      return new MachineShare(
          pool == null ? null : new TokenGate(pool, wake, say, System::nanoTime),
          memory(wishes.memoryFloor()),
          jobserver,
          environment(wishes, jobserver, System.getenv(MakeFlags.VARIABLE)));
    } catch (IOException | RuntimeException e) {
      if (jobserver != null) {
        jobserver.close();
      }
      throw e;
    }
  }

  private @Nullable OwnJobserver jobserver(Wishes wishes) throws IOException {
    if (!wishes.jobserver() || wishes.isPassedOn()) {
      return null;
    }
    String objection = NestedMake.objection().orElse(null);
    if (objection != null) {
      say.accept("no jobserver for the tasks, make would stop with an error: " + objection);
      return null;
    }
    return OwnJobserver.create(fifo, slots);
  }

  private @Nullable TokenPool pool(Wishes wishes, @Nullable OwnJobserver jobserver)
      throws IOException {
    TokenPool outer = outer(wishes);
    if (jobserver == null) {
      return outer;
    }
    return outer == null ? jobserver.open() : new BothTokens(jobserver.open(), outer);
  }

  /** Under a jobserver its tokens are what all of us share. */
  private @Nullable TokenPool outer(Wishes wishes) throws IOException {
    if (wishes.fromParent()) {
      switch (wishes.parent()) {
        case ParentJobserver.None _ -> {}
        case ParentJobserver.Unreachable(String why) ->
            say.accept(
                "the jobserver that MAKEFLAGS names can't be used: %s; going on with %d at a time"
                    .formatted(why, slots));
        case ParentJobserver.Reachable(Path pipe, _, _) -> {
          return PipeTokens.open(pipe);
        }
      }
    }
    int cores = Runtime.getRuntime().availableProcessors();
    return wishes.share() ? SharedTokens.join(shared, label, cores) : null;
  }

  private @Nullable MemoryGate memory(MemoryFloor wanted) {
    if (wanted instanceof MemoryFloor.Bytes(long bytes) && bytes == 0) {
      return null;
    }
    Memory memory = Memory.under(ROOT);
    boolean known = memory.available() >= 0;
    return known ? new MemoryGate(memory, wanted.of(memory.total()), say) : null;
  }

  /** Descriptors end with us: what runs below must not look for a jobserver there. */
  private Map<String, String> environment(
      Wishes wishes, @Nullable OwnJobserver jobserver, @Nullable String inherited) {
    MakeFlags flags = MakeFlags.of(inherited);
    if (jobserver != null) {
      MakeFlags ours = flags.withJobserver(jobserver.address(), slots);
      return Map.of(MakeFlags.VARIABLE, ours.toString());
    }
    boolean dangling =
        switch (wishes.parent()) {
          case ParentJobserver.None _ -> false;
          case ParentJobserver.Unreachable _ -> true;
          case ParentJobserver.Reachable(_, boolean named, _) -> !named;
        };
    return dangling ? Map.of(MakeFlags.VARIABLE, flags.withoutJobserver().toString()) : Map.of();
  }
}
