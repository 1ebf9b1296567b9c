package orchestrate.benchmarks.run;

import java.util.List;

/** Who takes part in a scenario. */
public sealed interface Contestant {
  String name();

  /** Whether it is ours, and so is compared with the peers. */
  boolean ours();

  /**
   * A program that measures itself once, in processes of its own, and ends. It prints a line for
   * each sample: the name of the metric and nanoseconds.
   */
  record Program(String name, boolean ours, List<String> command) implements Contestant {}

  /** One that can't take part on this machine. */
  record Missing(String name, boolean ours, String why) implements Contestant {}
}
