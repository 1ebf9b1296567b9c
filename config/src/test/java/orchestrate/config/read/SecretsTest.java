package orchestrate.config.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.config.ProblemReport;
import orchestrate.config.TaskSpec;
import orchestrate.config.expression.Nothing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with secrets beyond their files is in the problem cases. */
class SecretsTest {
  private static final String JOB =
      """
      version: "1"
      params: { key: { type: path, default: ~/key } }
      secrets:
        TOKEN: { env: DEPLOY_TOKEN }
        KEY: { file: "${{ params.key }}" }
        UNUSED: { env: OTHER_TOKEN }
      tasks:
        deploy: { run: ./deploy, secrets: [TOKEN, KEY], env: { SHELL_OF: "${{ env.USER }}" } }
        test: { run: ./test }
      """;

  @TempDir Path folder;

  private JobFile read(Path key) throws IOException, JobFileException {
    return JobFileReader.read(
        Files.writeString(folder.resolve("job.yaml"), JOB),
        Map.of("key", key.toString()),
        Map.of("DEPLOY_TOKEN", "open sesame", "OTHER_TOKEN", "close sesame", "USER", "ali"));
  }

  private Path key(byte[] content, String permissions) throws IOException {
    Path file = Files.write(folder.resolve("key"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  @Test
  void areReadAndNotToldUnasked() throws IOException, JobFileException {
    JobFile job = read(key("line 1\nline 2\r\n".getBytes(UTF_8), "rw-------"));

    TaskSpec deploy = requireNonNull(job.tasks().get("deploy"));
    assertThat(deploy.secrets().keySet()).containsExactly("TOKEN", "KEY");
    assertThat(value(deploy, "TOKEN")).isEqualTo("open sesame");
    assertThat(value(deploy, "KEY")).as("but for its last line end").isEqualTo("line 1\nline 2");
    assertThat(requireNonNull(job.tasks().get("test")).secrets()).isEmpty();
    assertThat(job.secretVariables()).containsExactlyInAnyOrder("DEPLOY_TOKEN", "OTHER_TOKEN");
    assertThat(job.toString()).contains("TOKEN=***").doesNotContain("sesame", "line 2");
    assertThat(requireNonNull(deploy.env().get("SHELL_OF")).render(Nothing.KNOWN)).isEqualTo("ali");
  }

  private static String value(TaskSpec task, String name) {
    return requireNonNull(task.secrets().get(name)).value();
  }

  @ParameterizedTest
  @CsvSource({
    "open sesame, rw-r-----, is open to others than you",
    "open sesame, rw----r--, is open to others than you",
    "open, r--------, is too short: 4 bytes",
    "o\0pen sesame, r--------, is no text in UTF-8",
  })
  void fileIsRefused(String content, String permissions, String problem) throws IOException {
    Path key = key(content.getBytes(UTF_8), permissions);
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read(key))
        .satisfies(
            e ->
                assertThat(ProblemReport.render(e))
                    .contains("job.yaml:5:16: ", problem, "1 problem")
                    .doesNotContain("sesame"));
  }

  @Test
  void fileWithOtherBytesOrTooManyIsRefused() throws IOException {
    Path latin = key(new byte[] {(byte) 0xe4, 'x', 'x', 'x', 'x', 'x', 'x', 'x'}, "rw-------");
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read(latin))
        .satisfies(e -> assertThat(ProblemReport.render(e)).contains("is no text in UTF-8"));
    Path large = key(new byte[1 << 20], "rw-------");
    assertThatExceptionOfType(JobFileException.class)
        .isThrownBy(() -> read(large))
        .satisfies(e -> assertThat(ProblemReport.render(e)).contains("is too long: 1048576 bytes"));
  }
}
