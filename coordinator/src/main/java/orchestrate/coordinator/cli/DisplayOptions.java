package orchestrate.coordinator.cli;

import java.util.Map;
import orchestrate.coordinator.report.Colours;
import orchestrate.coordinator.report.Manner;
import orchestrate.coordinator.report.Verbosity;
import picocli.CommandLine;

/** How a run is shown to whoever started it. */
final class DisplayOptions {
  @CommandLine.ArgGroup(exclusive = true)
  private Amount amount = new Amount();

  /** How much is told. */
  static final class Amount {
    @CommandLine.Option(
        names = {"-q", "--quiet"},
        description = "Shows only what fails, and how the run has ended.")
    private boolean quiet;

    @CommandLine.Option(
        names = {"-v", "--verbose"},
        description = "Shows also when each attempt begins and ends, and every failure.")
    private boolean verbose;
  }

  @CommandLine.Option(
      names = "--no-color",
      description =
          "Prints without colors; NO_COLOR=1 does the same, CLICOLOR_FORCE=1 the opposite.")
  private boolean noColor;

  @CommandLine.Option(
      names = "--plain",
      description = "Prints lines only, without the display at the foot of a terminal.")
  private boolean plain;

  /**
   * What to do.
   *
   * @param live whether to show how things stand at the foot of the terminal
   * @param unicode whether it can show more than ASCII
   */
  record Display(Manner manner, boolean live, boolean unicode) {}

  /**
   * What these come to.
   *
   * @param environment variables of this process
   * @param terminal whether standard output is one
   */
  Display in(Map<String, String> environment, boolean terminal) {
    boolean smart = terminal && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    Verbosity verbosity =
        amount.quiet ? Verbosity.QUIET : amount.verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
    boolean live = smart && !plain && !amount.quiet && !isOn(environment, "CI");
    // The launcher sets it where the locale has no more.
    boolean unicode = !environment.containsKey("ORCHESTRATE_LC_ALL");
    return new Display(
        new Manner(verbosity, new Colours(areColoursWanted(environment, smart))), live, unicode);
  }

  /** As no-color.org and bixense.com/clicolors have it. */
  private boolean areColoursWanted(Map<String, String> environment, boolean smart) {
    if (noColor || !environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    return isOn(environment, "CLICOLOR_FORCE")
        || (smart && !environment.getOrDefault("CLICOLOR", "1").equals("0"));
  }

  private static boolean isOn(Map<String, String> environment, String variable) {
    String value = environment.getOrDefault(variable, "");
    return !value.isEmpty() && !value.equals("0") && !value.equals("false");
  }
}
