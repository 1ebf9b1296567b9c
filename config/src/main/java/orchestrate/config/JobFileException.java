package orchestrate.config;

import java.util.List;

/** A job file can't be run: all of its problems at once. */
public final class JobFileException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient SourceText source;
  private final transient List<Problem> problems;

  public JobFileException(SourceText source, List<Problem> problems) {
    super(problems.size() + " problem(s) in " + source.path());
    this.source = source;
    this.problems = List.copyOf(problems);
  }

  public SourceText source() {
    return source;
  }

  public List<Problem> problems() {
    return problems;
  }
}
