package orchestrate.config;

import java.util.List;

/**
 * Tells the problems of a job file to a person, as plain text: for each where it is, the line, a
 * caret, and a hint if there is one.
 */
public final class ProblemReport {
  private ProblemReport() {}

  public static String render(JobFileException failure) {
    return render(failure.source(), failure.problems());
  }

  public static String render(SourceText source, List<Problem> problems) {
    var text = new StringBuilder();
    for (Problem problem : problems) {
      append(text, source, problem);
    }
    return text.append(problems.size())
        .append(problems.size() == 1 ? " problem" : " problems")
        .append("; nothing was run.\n")
        .toString();
  }

  private static void append(StringBuilder text, SourceText source, Problem problem) {
    Position position = problem.position();
    text.append(Printable.text(source.path().toString()));
    // A file that is missing or empty has no place to show.
    if (!source.lines().isEmpty()) {
      text.append(':').append(position.line()).append(':').append(position.column());
    }
    text.append(": ").append(Printable.text(problem.text())).append('\n');
    if (!source.lines().isEmpty()) {
      var excerpt = Excerpt.of(source.line(position.line()), position);
      text.append("%5d | %s".formatted(position.line(), excerpt.line()).stripTrailing());
      text.append("\n      | ").append(excerpt.caret()).append('\n');
    }
    String hint = problem.hint();
    if (hint != null) {
      text.append("   hint: ").append(Printable.text(hint)).append('\n');
    }
  }
}
