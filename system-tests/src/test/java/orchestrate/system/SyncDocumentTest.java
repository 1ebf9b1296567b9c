package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The examples in docs/sync.md do what is shown. */
@Tag("thorough")
class SyncDocumentTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```sh\n(?<script>.*?)```\n```text\n(?<output>.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> examples() throws IOException {
    String page = Files.readString(Orchestrate.projectFile("docs/sync.md"));
    Path program = folder.resolve("orchestrate");
    Files.writeString(
        program,
        "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(String.join("' '", Orchestrate.command())));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return EXAMPLE.matcher(page).results().map(this::test);
  }

  private DynamicTest test(MatchResult example) {
    String script = example.group("script");
    return DynamicTest.dynamicTest(
        script.lines().findFirst().orElseThrow(),
        () ->
            assertThat(numbersLeftOut(run(script)))
                .isEqualTo(numbersLeftOut(example.group("output"))));
  }

  private String run(String script) throws IOException, InterruptedException {
    Path place = Files.createTempDirectory(folder, "example");
    File output = place.resolve("output").toFile();
    var builder =
        new ProcessBuilder("sh", "-c", script)
            .directory(place.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output);
    builder.environment().merge("PATH", folder.toString(), (path, ours) -> ours + ":" + path);
    builder.environment().put("XDG_RUNTIME_DIR", Orchestrate.sharedMemory(place).toString());
    builder.environment().remove("ORCHESTRATE_SESSION");
    int exitCode = builder.start().waitFor();
    String printed = Files.readString(output.toPath());
    assertThat(exitCode).as(printed).isZero();
    return printed;
  }

  /** Pids and times are other ones each time, and columns as wide as they are. */
  private static String numbersLeftOut(String text) {
    return text.replaceAll("(pid|thread|waited|of) \\d[\\d.]*", "$1 N").replaceAll(" +", " ");
  }
}
