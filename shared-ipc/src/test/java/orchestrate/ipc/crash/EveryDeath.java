package orchestrate.ipc.crash;

import orchestrate.ipc.crash.step.Stepped;
import orchestrate.ipc.crash.step.SteppingLoader;

/** What a test calls. */
public final class EveryDeath {
  private static final Stepped ENUMERATION = SteppingLoader.load(Enumeration.class);

  private EveryDeath() {}

  /** Enumerates the deaths in that scenario, and says how many there were. */
  public static void isSurvivedIn(Class<? extends Scenario> scenario) throws Exception {
    System.out.println(ENUMERATION.run(scenario.getName()));
  }
}
