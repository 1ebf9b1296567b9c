package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code orchestrate validate} says all that is wrong, and what is fine. */
class ValidateTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void setUp() throws Exception {
    folder = new JobFolder(path);
    folder
        .file(
            "good.yaml", "version: \"1\"\ntasks: { a: { run: \"true\" }, b: { run: \"true\" } }\n")
        .file("bad.yaml", "version: \"1\"\ntasks:\n  a: { run: x, depends_on: b, timeout: 30 }\n")
        .file("Bad.java", "class Bad {\n  int x = \"text\";\n}\n")
        .file(
            "java.yaml",
            "version: \"1\"\ntasks: { a: { java: Bad.java }, b: { java: No.java } }\n");
  }

  private Orchestrate.Result validate(int exitCode, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add("validate");
    command.addAll(List.of(arguments));
    Orchestrate.Result result = Orchestrate.run(path, command.toArray(String[]::new));

    assertThat(result.exitCode()).as(result.errors()).isEqualTo(exitCode);
    assertThat(path.resolve(".orchestrate")).doesNotExist();
    return result;
  }

  @Test
  void saysWhatIsFine() throws Exception {
    assertThat(validate(0, "good.yaml").output()).isEqualTo("good.yaml: fine, 2 tasks\n");
  }

  @Test
  void saysAllThatIsWrongInAllFiles() throws Exception {
    assertThat(validate(2, "bad.yaml", "good.yaml", "nothere.yaml").output())
        .isEqualTo(
            """
            bad.yaml:3:16: unknown key `depends_on`
                3 |   a: { run: x, depends_on: b, timeout: 30 }
                  |                ^^^^^^^^^^
               hint: did you mean `needs`?
            bad.yaml:3:40: expected a duration, found `30`
                3 |   a: { run: x, depends_on: b, timeout: 30 }
                  |                                        ^^
               hint: write 30s
            bad.yaml: 2 problems
            good.yaml: fine, 2 tasks
            nothere.yaml: there is no such file
            nothere.yaml: 1 problem
            """);
  }

  @Test
  void tellsOfTheSourcesBesideTheFile() throws Exception {
    assertThat(validate(2, "java.yaml").output())
        .contains("there is no source file `No.java`")
        .contains("Bad.java:2: error: incompatible types")
        .endsWith("java.yaml: 2 problems\n");
  }

  @Test
  void takesParams() throws Exception {
    folder.job(
        "version: \"1\"\nparams: { n: { type: int } }\ntasks: { a: { run: x, cpus: \"${{ params.n }}\" } }\n");

    assertThat(validate(2).output()).contains("the param `n` has no value");
    assertThat(validate(0, "-p", "n=1").output()).isEqualTo("job.yaml: fine, 1 task\n");
    assertThat(validate(2, "-j", "2", "-p", "n=3").output()).contains("takes 3 cpus");
  }

  @Test
  void annotatesAWorkflow() throws Exception {
    assertThat(validate(2, "--format", "github", "bad.yaml").output())
        .contains(
            "::error file=bad.yaml,line=3,col=16,endColumn=26::unknown key `depends_on`%0Ahint:"
                + " did you mean `needs`?\n");
  }

  @Test
  void tellsPrograms() throws Exception {
    JsonNode all =
        JsonMapper.shared()
            .readTree(
                validate(2, "--format", "json", "good.yaml", "bad.yaml", "java.yaml").output());

    assertThat(all.get("fine").asBoolean()).isFalse();
    assertThat(all.at("/files/0/tasks").asInt()).isEqualTo(2);
    assertThat(all.at("/files/1/problems/0/line").asInt()).isEqualTo(3);
    assertThat(all.at("/files/1/problems/0/hint").asString()).isEqualTo("did you mean `needs`?");
    assertThat(all.at("/files/2/problems/1/file").asString()).endsWith("/Bad.java");
    assertThat(all.at("/files/2/problems/1/line").asInt()).isEqualTo(2);
  }

  @Test
  void refusesAnUnknownFormat() throws Exception {
    assertThat(validate(2, "--format", "xml").errors())
        .contains("it is one of text, json, github, not 'xml'");
  }
}
