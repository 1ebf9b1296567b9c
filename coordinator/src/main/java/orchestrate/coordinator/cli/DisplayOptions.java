package orchestrate.coordinator.cli;

import java.util.Map;
import orchestrate.coordinator.ci.CiSystem;
import orchestrate.coordinator.report.Colours;
import orchestrate.coordinator.report.Manner;
import orchestrate.coordinator.report.Verbosity;
import org.jspecify.annotations.Nullable;
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

  @CommandLine.Option(
      names = "--ci",
      paramLabel = "SYSTEM",
      converter = CiChoice.Converter.class,
      description =
          "Prints for the log of a CI system, and tells it what has failed: github, gitlab, jenkins,"
              + " teamcity, azure, none, or auto: the one that has started it (default: auto).")
  private @Nullable CiChoice ci;

  @CommandLine.Option(
      names = "--ci-commands",
      description =
          "Lets commands for the CI system that tasks print reach it, such as the ::warning:: of a"
              + " linter; else they are only shown.")
  private boolean ciCommands;

  /** These, or those if nothing is said here. */
  DisplayOptions over(DisplayOptions others) {
    boolean any = amount.quiet || amount.verbose || noColor || plain || ci != null || ciCommands;
    return any ? this : others;
  }

  /**
   * What to do.
   *
   * @param live whether to show how things stand at the foot of the terminal
   * @param unicode whether it can show more than ASCII
   * @param ci in whose log it is shown
   * @param tasksMayCommand whether that takes commands from tasks
   */
  record Display(
      Manner manner, boolean live, boolean unicode, CiSystem ci, boolean tasksMayCommand) {}

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
    CiSystem system = (ci == null ? CiChoice.AUTO : ci).in(environment);
    boolean inCi = system != CiSystem.NONE || isOn(environment, "CI");
    boolean live = smart && !plain && !amount.quiet && !inCi;
    // The launcher sets it where the locale has no more.
    boolean unicode = !environment.containsKey("ORCHESTRATE_LC_ALL");
    return new Display(
        new Manner(verbosity, new Colours(areColoursWanted(environment, smart))),
        live,
        unicode,
        system,
        ciCommands);
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
