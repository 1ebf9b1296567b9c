package orchestrate.coordinator.ci;

import java.util.Map;

/** In whose log a run is told. */
public enum CiSystem {
  NONE,
  GITHUB,
  GITLAB,
  JENKINS,
  TEAMCITY,
  AZURE;

  /**
   * The one that has started this process.
   *
   * @param environment variables of this process
   */
  public static CiSystem in(Map<String, String> environment) {
    if (isTrue(environment, "GITHUB_ACTIONS")) {
      return GITHUB;
    }
    if (isTrue(environment, "GITLAB_CI")) {
      return GITLAB;
    }
    if (isTrue(environment, "TF_BUILD")) {
      return AZURE;
    }
    if (isSet(environment, "TEAMCITY_VERSION")) {
      return TEAMCITY;
    }
    return isSet(environment, "JENKINS_URL") ? JENKINS : NONE;
  }

  private static boolean isTrue(Map<String, String> environment, String variable) {
    return environment.getOrDefault(variable, "").equalsIgnoreCase("true");
  }

  private static boolean isSet(Map<String, String> environment, String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }

  /**
   * What it understands.
   *
   * @param environment variables of this process, some of which say where its files are
   */
  public CiCommands commands(Map<String, String> environment) {
    return switch (this) {
      case NONE, JENKINS -> new NoCommands();
      case GITHUB -> GitHubCommands.in(environment);
      case GITLAB -> new GitLabSections();
      case TEAMCITY -> new TeamCityMessages();
      case AZURE -> new AzureCommands();
    };
  }
}
