package orchestrate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemReportTest {
  @Test
  void showsPlaceLineCaretAndHint() {
    var source = new SourceText(Path.of("job.yaml"), List.of("tasks:", "    depends_on: list"));
    var problem =
        new Problem(
            new Position(source, 2, 5, 10), "unknown key `depends_on`", "did you mean `needs`?");

    assertThat(ProblemReport.render(List.of(problem)))
        .isEqualTo(
            """
            job.yaml:2:5: unknown key `depends_on`
                2 |     depends_on: list
                  |     ^^^^^^^^^^
               hint: did you mean `needs`?
            1 problem; nothing was run.
            """);
  }

  @Test
  void makesTerminalEscapesHarmlessWhereverTheyStand() {
    var source = new SourceText(Path.of("a\u001b[31m"), List.of("\u001b[2J\tx\u202e\u009b"));
    var problem = new Problem(new Position(source, 1, 6, 1), "\u0007", "\u001b]0;title\u0007");

    assertThat(ProblemReport.render(List.of(problem)))
        .isEqualTo(
            """
            a\\x1b[31m:1:6: \\x07
                1 | \\x1b[2J x\\u202e\\x9b
                  |         ^
               hint: \\x1b]0;title\\x07
            1 problem; nothing was run.
            """);
  }

  @Test
  void keepsItsCaretOnTheShownPartOfALineThatChangedOrIsGone() {
    var source = new SourceText(Path.of("j"), List.of("ab"));

    assertThat(ProblemReport.render(List.of(new Problem(new Position(source, 1, 90, 9), "x"))))
        .isEqualTo("j:1:90: x\n    1 | ab\n      |   ^\n1 problem; nothing was run.\n");
    assertThat(ProblemReport.render(List.of(new Problem(new Position(source, 9, 1, 1), "x"))))
        .isEqualTo("j:9:1: x\n    9 |\n      | ^\n1 problem; nothing was run.\n");
  }
}
