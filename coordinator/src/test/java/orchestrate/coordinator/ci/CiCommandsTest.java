package orchestrate.coordinator.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.ci.Annotation.Severity;
import org.junit.jupiter.api.Test;

class CiCommandsTest {
  private static final Group GROUP =
      new Group("orchestrate_1", "t[1] (]'|;%,:é##vso[x]##[error]): output", 61_500, 75_900);

  private static Annotation annotation(Severity severity, String file) {
    return new Annotation(
        severity, Path.of(file), 3, 5, 9, "a,b: failed", "100 % |of [it]; 'é'\n::error::no");
  }

  private static List<String> all(CiCommands commands) {
    var all = new ArrayList<String>();
    all.addAll(commands.begin(GROUP));
    all.addAll(commands.end(GROUP));
    all.addAll(commands.annotate(annotation(Severity.ERROR, "/repo/a,b:c%;].yaml")));
    all.addAll(commands.annotate(annotation(Severity.WARNING, "/elsewhere/x.yaml")));
    all.addAll(commands.mask("100%, ]: 's"));
    all.addAll(commands.conclude("failed after 1 s: 1 failed of 2 tasks; it's over"));
    return all;
  }

  @Test
  void gitHub() {
    CiCommands commands =
        CiSystem.GITHUB.commands(
            Map.of("GITHUB_WORKSPACE", "/repo", "GITHUB_STEP_SUMMARY", "/tmp/summary"));

    assertThat(all(commands))
        .containsExactly(
            "::group::t[1] (]'|;%25,:é##vso[x]##[error]): output",
            "::endgroup::",
            "::error file=a%2Cb%3Ac%25;].yaml,line=3,col=5,endColumn=9,title=a%2Cb%3A failed"
                + "::100 %25 |of [it]; 'é'%0A::error::no",
            "::warning file=/elsewhere/x.yaml,line=3,col=5,endColumn=9,title=a%2Cb%3A failed"
                + "::100 %25 |of [it]; 'é'%0A::error::no",
            "::add-mask::100%25, ]: 's");
    assertThat(commands.summary(Path.of("own")))
        .isEqualTo(new SummaryPlace(Path.of("/tmp/summary"), List.of()));
    assertThat(CiSystem.GITHUB.commands(Map.of()).summary(Path.of("own"))).isNull();
  }

  @Test
  void gitLab() {
    CiCommands commands = CiSystem.GITLAB.commands(Map.of());

    assertThat(all(commands))
        .containsExactly(
            "section_start:61:orchestrate_1[collapsed=true]\r\033[0K"
                + "t[1] (]'|;%,:é##vso[x]##[error]): output",
            "section_end:75:orchestrate_1\r\033[0K");
    assertThat(commands.summary(Path.of("own"))).isNull();
  }

  @Test
  void teamCity() {
    CiCommands commands = CiSystem.TEAMCITY.commands(Map.of());

    String title = "t|[1|] (|]|'||;%,:|0x00e9##vso|[x|]##|[error|]): output";
    String message = "a,b: failed: 100 % ||of |[it|]; |'|0x00e9|'|n::error::no";
    assertThat(all(commands))
        .containsExactly(
            "##teamcity[blockOpened name='" + title + "']",
            "##teamcity[blockClosed name='" + title + "']",
            "##teamcity[message text='/repo/a,b:c%;|].yaml:3: " + message + "' status='ERROR']",
            "##teamcity[message text='/elsewhere/x.yaml:3: " + message + "' status='WARNING']",
            "##teamcity[buildStatus text='{build.status.text}; failed after 1 s: 1 failed of 2"
                + " tasks; it|'s over']");
    assertThat(commands.summary(Path.of("own"))).isNull();
  }

  @Test
  void azure() {
    CiCommands commands = CiSystem.AZURE.commands(Map.of());

    String message = "a,b: failed: 100 %AZP25 |of [it]; 'é'%0A::error::no";
    assertThat(all(commands))
        .containsExactly(
            "##[group]t[1] (]'|;%,:é## vso[x]## [error]): output",
            "##[endgroup]",
            "##vso[task.logissue type=error;sourcepath=/repo/a,b:c%AZP25%3B%5D.yaml;linenumber=3;"
                + "columnnumber=5]"
                + message,
            "##vso[task.logissue type=warning;sourcepath=/elsewhere/x.yaml;linenumber=3;"
                + "columnnumber=5]"
                + message,
            "##vso[task.setsecret]100%AZP25, ]: 's");
    assertThat(commands.summary(Path.of("/run/%.md")))
        .isEqualTo(
            new SummaryPlace(
                Path.of("/run/%.md"), List.of("##vso[task.uploadsummary]/run/%AZP25.md")));
  }

  @Test
  void jenkinsHasNone() {
    CiCommands commands = CiSystem.JENKINS.commands(Map.of());

    assertThat(all(commands)).isEmpty();
    assertThat(commands.hasGroups()).isFalse();
    assertThat(commands.summary(Path.of("own"))).isNull();
  }
}
