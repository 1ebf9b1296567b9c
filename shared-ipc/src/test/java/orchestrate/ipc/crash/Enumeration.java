package orchestrate.ipc.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import orchestrate.ipc.crash.step.Life;
import orchestrate.ipc.crash.step.Stepped;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.testing.Fork;
import orchestrate.ipc.wait.Futex;

/**
 * Has the victim of a scenario die at every step it takes, and in each case its recoverer at the
 * steps that it takes; and kills some real processes. Loaded by a stepping loader; takes a
 * scenario's name and returns what was done.
 */
public final class Enumeration implements Stepped {
  /**
   * For each scenario, if not all are wanted. How one waits makes no difference to a recoverer: on
   * systems without futexes fewer will do.
   */
  private static final int RECOVERERS_DEATHS = Futex.AVAILABLE ? 40 : 5;

  /** In the middle of the scenario's steps. What this process plays is done to a real one. */
  private static final int KILLS = 1;

  private final boolean all = Boolean.getBoolean("orchestrate.crash.all");

  @Override
  public String run(String... arguments) throws IOException, InterruptedException {
    Path base = Files.createTempDirectory(sharedMemory(), "orchestrate-crash-");
    try {
      return enumerate(arguments[0], base);
    } finally {
      Party.deleteFolder(base);
    }
  }

  private static Path sharedMemory() {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private String enumerate(String scenario, Path base) throws IOException, InterruptedException {
    int steps = run(scenario, base, Life.WITHOUT_END, Life.WITHOUT_END).victimsSteps();
    if (steps < 2) {
      throw new AssertionError(scenario + " has no step but its end");
    }
    List<Recovery> recoveries = victimsDeaths(scenario, base, steps);
    int recoverersDeaths = recoverersDeaths(scenario, base, recoveries);
    int kills = Futex.AVAILABLE ? kills(scenario, base, steps) : 0;
    return "%s: died at each of %d steps, its recoverer at %d of %d, killed at %d"
        .formatted(
            scenario.substring(scenario.lastIndexOf('.') + 1),
            steps,
            recoverersDeaths,
            recoveries.size(),
            kills);
  }

  /** A death at each step, until one comes too late. Returns every step of each recoverer. */
  private static List<Recovery> victimsDeaths(String scenario, Path base, int steps)
      throws IOException, InterruptedException {
    List<Recovery> recoveries = new ArrayList<>();
    // Those who wait take a step more or less at times: `steps` is what it took once.
    for (int last = 1; ; last++) {
      InOneProcess run = run(scenario, base, last, Life.WITHOUT_END);
      if (!run.victimDied() && last > steps) {
        return recoveries;
      }
      for (int i = 1; i <= run.recoverersSteps(); i++) {
        recoveries.add(new Recovery(last, i));
      }
    }
  }

  private int recoverersDeaths(String scenario, Path base, List<Recovery> recoveries)
      throws IOException, InterruptedException {
    int stride = all ? 1 : 1 + recoveries.size() / RECOVERERS_DEATHS;
    int deaths = 0;
    for (int i = 0; i < recoveries.size(); i += stride) {
      Recovery recovery = recoveries.get(i);
      if (run(scenario, base, recovery.victimsLast, recovery.last).recovererDied()) {
        deaths++;
      }
    }
    return deaths;
  }

  private int kills(String scenario, Path base, int steps)
      throws IOException, InterruptedException {
    int wanted = all ? steps : KILLS;
    int killed = 0;
    for (int i = 0; i < wanted; i++) {
      int last = 1 + (2 * i + 1) * steps / (2 * wanted);
      try {
        if (new Killing(base.resolve("killed-" + last), newScenario(scenario)).run(last)) {
          killed++;
        }
      } catch (ExecutionException e) {
        throw new AssertionError("%s, killed at step %d".formatted(scenario, last), e.getCause());
      }
    }
    return killed;
  }

  private static InOneProcess run(String scenario, Path base, int victimsLast, int recoverersLast)
      throws IOException, InterruptedException {
    var run = new InOneProcess(base, newScenario(scenario), victimsLast, recoverersLast);
    try {
      Fork.start(run::run).result();
      return run;
    } catch (ExecutionException e) {
      throw new AssertionError(scenario + ", " + run.describe(), e.getCause());
    } catch (AssertionError e) {
      throw new AssertionError(scenario + ", " + run.describe(), e);
    }
  }

  static Scenario newScenario(String name) {
    try {
      return Class.forName(name).asSubclass(Scenario.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name + " has no constructor without parameters", e);
    }
  }

  /** A recoverer's death at its step {@code last}, of a victim that died at {@code victimsLast}. */
  private record Recovery(int victimsLast, int last) {}
}
