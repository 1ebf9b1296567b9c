package orchestrate.coordinator.doctor;

import java.util.Locale;

/**
 * What was found of something that orchestrate uses.
 *
 * @param name of what was looked for
 * @param found what there is
 */
public record Finding(String name, State state, String found, Lack lack) {
  /** Whether it is there. */
  public enum State {
    OK,
    /** Orchestrate does without. */
    MISSING,
    /** Orchestrate can't do without. */
    NEEDED;

    /** For people and programs. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Of what is missing.
   *
   * @param costs what that costs
   * @param remedy how to get it
   */
  public record Lack(String costs, String remedy) {
    static final Lack NONE = new Lack("", "");
  }

  static Finding ok(String name, String found) {
    return new Finding(name, State.OK, found, Lack.NONE);
  }

  static Finding missing(String name, String found, String costs, String remedy) {
    return new Finding(name, State.MISSING, found, new Lack(costs, remedy));
  }

  static Finding needed(String name, String found, String costs, String remedy) {
    return new Finding(name, State.NEEDED, found, new Lack(costs, remedy));
  }
}
