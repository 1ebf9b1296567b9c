package orchestrate.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import orchestrate.coordinator.ci.CiSystem;
import orchestrate.coordinator.report.Verbosity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DisplayOptionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # options   | terminal | environment                       | live  | colours
                      | true     | TERM=xterm                        | true  | true
                      | true     | TERM=dumb                         | false | false
                      | true     |                                   | false | false
                      | false    | TERM=xterm                        | false | false
          --no-color  | true     | TERM=xterm                        | true  | false
          --no-color  | true     | TERM=xterm CLICOLOR_FORCE=1       | true  | false
          --plain     | true     | TERM=xterm                        | false | true
          -q          | true     | TERM=xterm                        | false | true
          -v          | true     | TERM=xterm                        | true  | true
                      | true     | TERM=xterm NO_COLOR=1             | true  | false
                      | true     | TERM=xterm NO_COLOR=              | true  | true
                      | true     | TERM=xterm CLICOLOR=0             | true  | false
                      | false    | CLICOLOR_FORCE=1                  | false | true
                      | false    | CLICOLOR_FORCE=0                  | false | false
                      | false    | CLICOLOR_FORCE=1 NO_COLOR=1       | false | false
                      | true     | TERM=xterm CI=true                | false | true
                      | true     | TERM=xterm CI=false               | true  | true
                      | true     | TERM=xterm GITHUB_ACTIONS=true    | false | true
          --ci=none   | true     | TERM=xterm GITHUB_ACTIONS=true    | true  | true
          --ci=gitlab | true     | TERM=xterm                        | false | true
          """)
  void whatIsShown(
      @Nullable String options,
      boolean terminal,
      @Nullable String environment,
      boolean live,
      boolean colours) {
    var parsed = new DisplayOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("display", spec(parsed)))
        .parseArgs(options == null ? new String[0] : options.split(" ", -1));
    DisplayOptions.Display display = parsed.in(variables(environment), terminal);

    assertThat(display.live()).isEqualTo(live);
    assertThat(display.manner().colours().areWanted()).isEqualTo(colours);
  }

  private static CommandLine.Model.CommandSpec spec(DisplayOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }

  private static Map<String, String> variables(@Nullable String text) {
    var variables = new HashMap<String, String>();
    if (text != null) {
      for (String variable : text.split(" ", -1)) {
        int sign = variable.indexOf('=');
        variables.put(variable.substring(0, sign), variable.substring(sign + 1));
      }
    }
    return variables;
  }

  @Test
  void quietAndVerboseExcludeEachOther() {
    var options = new DisplayOptions();
    var command = new CommandLine(spec(options));
    assertThatThrownBy(() -> command.parseArgs("-q", "-v"))
        .isInstanceOf(CommandLine.ParameterException.class);

    command.parseArgs("--verbose");
    assertThat(options.in(Map.of(), false).manner().verbosity()).isEqualTo(Verbosity.VERBOSE);
    command.parseArgs("--quiet");
    assertThat(options.in(Map.of(), false).manner().verbosity()).isEqualTo(Verbosity.QUIET);
    assertThat(new DisplayOptions().in(Map.of(), false).manner().verbosity())
        .isEqualTo(Verbosity.NORMAL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                        |                                          | NONE
                        | CI=true                                  | NONE
                        | GITHUB_ACTIONS=true                      | GITHUB
          --ci=auto     | GITLAB_CI=true                           | GITLAB
          --ci=none     | GITHUB_ACTIONS=true                      | NONE
          --ci=azure    | GITHUB_ACTIONS=true                      | AZURE
          --ci=teamcity |                                          | TEAMCITY
          --ci=jenkins  |                                          | JENKINS
                        | GITHUB_ACTIONS=true ORCHESTRATE_RUN=x    | NONE
          --ci=github   | GITHUB_ACTIONS=true ORCHESTRATE_RUN=x    | GITHUB
          """)
  void forWhichCiSystem(@Nullable String option, @Nullable String environment, CiSystem expected) {
    var parsed = new DisplayOptions();
    new CommandLine(spec(parsed)).parseArgs(option == null ? new String[0] : option.split(" ", -1));

    assertThat(parsed.in(variables(environment), false).ci()).isEqualTo(expected);
  }

  @Test
  void unicodeUnlessTheLocaleHadNone() {
    assertThat(new DisplayOptions().in(Map.of(), true).unicode()).isTrue();
    assertThat(new DisplayOptions().in(Map.of("ORCHESTRATE_LC_ALL", "C"), true).unicode())
        .isFalse();
  }
}
