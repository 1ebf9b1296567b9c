package orchestrate.coordinator.cli;

import java.util.Map;
import orchestrate.coordinator.ci.CiSystem;
import orchestrate.coordinator.pool.PoolSetup;

/** For the log of which CI system a run is told, as it is said on the command line. */
enum CiChoice {
  AUTO,
  NONE,
  GITHUB,
  GITLAB,
  JENKINS,
  TEAMCITY,
  AZURE;

  /**
   * The system that is meant.
   *
   * @param environment variables of this process
   */
  CiSystem in(Map<String, String> environment) {
    return switch (this) {
      // What the task of a run prints goes to its log: the system would not see a command, or it
      // would be shown to people, such as a secret that is to be masked.
      case AUTO ->
          environment.containsKey(PoolSetup.RUN_VARIABLE)
              ? CiSystem.NONE
              : CiSystem.in(environment);
      case NONE -> CiSystem.NONE;
      case GITHUB -> CiSystem.GITHUB;
      case GITLAB -> CiSystem.GITLAB;
      case JENKINS -> CiSystem.JENKINS;
      case TEAMCITY -> CiSystem.TEAMCITY;
      case AZURE -> CiSystem.AZURE;
    };
  }

  /** By their names on the command line. */
  static final class Converter extends WordConverter<CiChoice> {
    Converter() {
      super(values());
    }
  }
}
