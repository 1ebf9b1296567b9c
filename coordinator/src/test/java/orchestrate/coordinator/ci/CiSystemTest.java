package orchestrate.coordinator.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CiSystemTest {
  @Test
  void isKnownByItsVariables() {
    assertThat(CiSystem.in(Map.of("GITHUB_ACTIONS", "true"))).isEqualTo(CiSystem.GITHUB);
    assertThat(CiSystem.in(Map.of("GITLAB_CI", "true"))).isEqualTo(CiSystem.GITLAB);
    assertThat(CiSystem.in(Map.of("TF_BUILD", "True"))).isEqualTo(CiSystem.AZURE);
    assertThat(CiSystem.in(Map.of("TEAMCITY_VERSION", "2025.07"))).isEqualTo(CiSystem.TEAMCITY);
    assertThat(CiSystem.in(Map.of("JENKINS_URL", "http://ci/"))).isEqualTo(CiSystem.JENKINS);
  }

  @Test
  void noneWhereTheyAreEmptyOrSayNo() {
    assertThat(
            CiSystem.in(
                Map.of(
                    "CI", "true", "GITHUB_ACTIONS", "false", "GITLAB_CI", "", "JENKINS_URL", "")))
        .isEqualTo(CiSystem.NONE);
  }
}
