package orchestrate.benchmarks.run;

import java.util.List;

/**
 * Scenarios about one thing.
 *
 * @param name short, for the command line and programs
 * @param title for people
 */
public record Suite(String name, String title, List<Scenario> scenarios) {
  /** The same, with some of its scenarios. */
  public Suite with(List<Scenario> some) {
    return new Suite(name, title, some);
  }
}
