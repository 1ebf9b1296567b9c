package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples in docs/guide.md compile, and the one that is a whole program prints what is shown.
 */
class GuideTest {
  private static final Pattern PROGRAM =
      Pattern.compile(
          "```java\n(?<source>import .*?class (?<name>\\w+).*?)```\n```text\n(?<output>.*?)```",
          Pattern.DOTALL);
  private static final Pattern PIECE =
      Pattern.compile("```java\n(?!import)(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void theProgramPrintsWhatIsShown() throws Exception {
    MatchResult example = PROGRAM.matcher(guide()).results().findFirst().orElseThrow();
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Classes.compile(classes, example.group("name"), example.group("source"));

    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + Orchestrate.projectFile("config/jvm.options"),
            "-cp",
            classes + ":" + System.getProperty("java.class.path"),
            example.group("name"));
    try (Orchestrate running = Orchestrate.startProgram(folder, Map.of(), command)) {
      Orchestrate.Result result = running.await();
      assertThat(result.errors()).isEmpty();
      assertThat(result.output()).isEqualTo(example.group("output"));
    }
  }

  @TestFactory
  Stream<DynamicTest> thePiecesCompile() throws IOException {
    List<String> pieces = PIECE.matcher(guide()).results().map(piece -> piece.group(1)).toList();
    assertThat(pieces).hasSizeGreaterThan(3);
    return pieces.stream()
        .map(
            piece ->
                DynamicTest.dynamicTest(
                    piece.lines().findFirst().orElseThrow(),
                    () ->
                        Classes.compile(
                            Files.createTempDirectory(folder, "classes"),
                            "Piece",
                            inAClass(piece))));
  }

  /** With what the pieces of a program take for granted. */
  private static String inAClass(String piece) {
    return """
        import com.sun.net.httpserver.HttpServer;
        import module java.base;
        import orchestrate.ipc.array.*;
        import orchestrate.ipc.queue.*;
        import orchestrate.ipc.session.*;
        import orchestrate.ipc.sync.*;
        import orchestrate.pool.*;
        import orchestrate.task.*;

        class Piece {
          static long count(String file) {
            return 0;
          }

          static long fill(SharedDoubles samples, long from, long to) {
            return to - from;
          }

          static void run(List<String> files) throws Exception {
            %s
          }
        }
        """
        .formatted(piece);
  }

  private static String guide() throws IOException {
    return Files.readString(Orchestrate.projectFile("docs/guide.md"));
  }
}
