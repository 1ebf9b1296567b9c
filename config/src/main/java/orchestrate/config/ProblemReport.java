package orchestrate.config;

import java.util.List;

/**
 * Tells the problems of a job file to a person, as plain text: for each where it is, the line, a
 * caret, and a hint if there is one.
 */
public final class ProblemReport {
  private ProblemReport() {}

  public static String render(JobFileException failure) {
    return render(failure.problems());
  }

  public static String render(List<Problem> problems) {
    return list(problems)
        + problems.size()
        + (problems.size() == 1 ? " problem" : " problems")
        + "; nothing was run.\n";
  }

  /** The problems alone. */
  public static String list(List<Problem> problems) {
    var text = new StringBuilder();
    for (Problem problem : problems) {
      append(text, problem);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Problem problem) {
    Position position = problem.position();
    SourceText source = position.source();
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
