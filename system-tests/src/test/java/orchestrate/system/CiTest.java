package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** In CI: the action and the template that come along, started as their systems start them. */
class CiTest {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ inputs\\.(\\S+) }}");
  private static final String HOSTILE = "job $(touch planted) ';touch planted;'.yaml";

  @TempDir Path path;
  private JobFolder folder;
  private Path command;

  @BeforeEach
  void aJobOfWhichMuchFails() throws IOException {
    folder = new JobFolder(path);
    command = Files.createDirectories(path.resolve("repository/bin")).resolve("orchestrate");
    Orchestrate.writeScript(command);
    folder.file(
        HOSTILE,
        """
        version: "1"
        name: checks
        params: { text: { default: usual } }
        secrets: { KEY: { env: DEPLOY_KEY } }
        tasks:
          fine: { run: "printf '%s\\n' ${{ params.text }} ::error::forged '##[error]forged'" }
          lint: { run: "echo ::warning::forged", output: stream }
          bad:
            needs: [fine, lint]
            run: "echo broken; exit 3"
          may: { needs: bad, run: "exit 4", allow-failure: true, if: "${{ always() }}" }
          leak: { secrets: [KEY], run: 'echo "key $KEY"' }
        """);
  }

  private static JsonNode yaml(String file) throws IOException {
    String text = Files.readString(Orchestrate.projectFile(file));
    return JsonMapper.shared()
        .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  /** The texts that a mapping has by their names. */
  private static Map<String, String> texts(JsonNode mapping) {
    var texts = new HashMap<String, String>();
    mapping.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString()));
    return texts;
  }

  /** The inputs that have a default. */
  private static Map<String, String> defaults(JsonNode action) {
    var defaults = new HashMap<String, String>();
    action
        .get("inputs")
        .properties()
        .forEach(input -> defaults.put(input.getKey(), input.getValue().get("default").asString()));
    return defaults;
  }

  /** The variables of the action's step, with the inputs in their places. */
  private static Map<String, String> environment(JsonNode action, Map<String, String> inputs) {
    Map<String, String> environment = texts(action.at("/runs/steps/0/env"));
    environment.replaceAll(
        (name, value) ->
            EXPRESSION
                .matcher(value)
                .replaceAll(
                    found -> Matcher.quoteReplacement(inputs.getOrDefault(found.group(1), "?"))));
    return environment;
  }

  /** As a runner does it: in a file of its own, with an output that the runner has, too. */
  private Orchestrate.Result runScript(String text, Map<String, String> environment)
      throws IOException, InterruptedException {
    assertThat(text).doesNotContain("${{");
    Path script = Files.writeString(path.resolve("script.sh"), text);
    var all = new HashMap<>(environment);
    all.put("DEPLOY_KEY", "first-line-of-it\nshort\nthird-line, 100 %");
    String runner = "bash --noprofile --norc -eo pipefail \"$0\"; exit $?";
    try (Orchestrate orchestrate =
        Orchestrate.startProgram(path, all, List.of("sh", "-c", runner, script.toString()))) {
      return orchestrate.await();
    }
  }

  @Test
  void theActionTellsGitHub() throws Exception {
    JsonNode action = yaml("ci/github/action.yml");
    Map<String, String> inputs = defaults(action);
    inputs.put("job", HOSTILE);
    inputs.put("args", "-j\n2\n\n-p\ntext=$(touch planted) \"';\n");
    inputs.put("junit", "out/junit.xml");
    Map<String, String> given = environment(action, inputs);
    Path step = Files.createFile(path.resolve("step-summary"));
    given.put("GITHUB_ACTIONS", "true");
    given.put(
        "GITHUB_ACTION_PATH",
        Files.createDirectories(path.resolve("repository/ci/github")).toString());
    given.put("GITHUB_WORKSPACE", path.toString());
    given.put("GITHUB_STEP_SUMMARY", step.toString());

    Orchestrate.Result result = runScript(action.at("/runs/steps/0/run").asString(), given);

    assertThat(result.exitCode()).as(result.output() + result.errors()).isEqualTo(1);
    assertThat(result.output())
        .startsWith("::add-mask::first-line-of-it\n::add-mask::third-line, 100 %25\n")
        .contains(
            """
            ::group::fine: what it printed
            $(touch planted) "';
            : :error::forged
            ## [error]forged
            ::endgroup::
            """)
        .contains("\n: :warning::forged\n")
        .contains("\nkey ***\n")
        .contains(
            """
            FAILED bad: exit code 3
            ::group::bad: what it printed before it failed
            broken
            ::endgroup::
            """)
        .contains(
            "\n::error file=%s,line=8,col=3,endColumn=6,title=bad failed::exit code 3%%0Abroken\n"
                .formatted(HOSTILE))
        .contains("line=11,col=3,endColumn=6,title=may failed%2C as it may::exit code 4\n")
        .endsWith(" 1 failed, 1 allowed failure of 5 tasks\n");
    assertThat(result.output().lines().filter(line -> line.matches("::(error|warning) .*")))
        .hasSize(2);
    assertThat(step).content().startsWith("### checks\n").contains("| bad | exit code 3 | 1 | ");
    assertThat(path.resolve("out/junit.xml")).content().contains("tests=\"5\"");
    assertThat(path.resolve("planted")).doesNotExist();
  }

  @Test
  void theTemplateTellsGitLab() throws Exception {
    JsonNode job = yaml("ci/gitlab/orchestrate.yml").get(".orchestrate");
    Map<String, String> variables = texts(job.get("variables"));
    variables.put("ORCHESTRATE_COMMAND", command.toString());
    variables.put("ORCHESTRATE_FILE", HOSTILE);
    variables.put("ORCHESTRATE_ARGUMENTS", "-p\ntext=$(touch planted) \"';\n--ci-commands");
    variables.put("GITLAB_CI", "true");

    Orchestrate.Result result = runScript(job.at("/script/0").asString(), variables);

    assertThat(result.exitCode()).as(result.output() + result.errors()).isEqualTo(1);
    assertThat(result.output())
        .containsPattern(
            "section_start:\\d{10}:(orchestrate_\\S+_\\d+)\\[collapsed=true]\r\033\\[0K"
                + "fine: what it printed\n\\$\\(touch planted\\) \"';\n::error::forged\n"
                + "##\\[error]forged\nsection_end:\\d{10}:\\1\r\033\\[0K\n")
        .doesNotContain("first-line-of-it");
    assertThat(path.resolve(job.at("/artifacts/reports/junit").asString()))
        .content()
        .contains("tests=\"5\"");
    assertThat(path.resolve(job.at("/artifacts/paths/0").asString())).isNotEmptyFile();
    assertThat(path.resolve("planted")).doesNotExist();
  }

  @Test
  void aJobFileThatIsWrongIsShownAtItsLines() throws Exception {
    folder.job(
        """
        version: "1"
        tasks: { a: { run: work, depends_on: "##[error]b" } }
        """);
    try (Orchestrate orchestrate =
        Orchestrate.start(path, Map.of("GITHUB_ACTIONS", "true"), "run", "job.yaml")) {
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.output())
          .isEqualTo(
              "::error file=job.yaml,line=2,col=26,endColumn=36::unknown key `depends_on`%0A"
                  + "hint: did you mean `needs`?\n");
      assertThat(result.errors()).contains("depends_on: \"## [error]b\"").endsWith("was run.\n");
    }
  }

  /** Its standard output is a file that this process, which has started it, does not have. */
  @Test
  void whereOutputIsRedirectedNoSecretIsToldToBeMasked() throws Exception {
    try (Orchestrate orchestrate =
        Orchestrate.start(
            path,
            Map.of("TF_BUILD", "True", "DEPLOY_KEY", "the-key-itself"),
            "run",
            "--ci-commands",
            HOSTILE)) {
      Orchestrate.Result result = orchestrate.await();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output())
          .doesNotContain("setsecret", "the-key-itself")
          .contains("\n##[error]forged\n##[endgroup]\n")
          .contains("\n##vso[task.logissue type=error;sourcepath=" + path + "/job ")
          .containsPattern("\n##vso\\[task\\.uploadsummary]/\\S+\\.md\n");
    }
  }
}
