package orchestrate.coordinator.cli;

import static java.util.stream.Collectors.joining;

import orchestrate.config.Position;
import orchestrate.config.Printable;
import orchestrate.config.Problem;
import orchestrate.coordinator.ci.Annotation;
import orchestrate.coordinator.plan.CompilationError;
import org.jspecify.annotations.Nullable;

/** What is wrong with a job, for CI systems that show it at its place. */
public final class MistakeAnnotations {
  private MistakeAnnotations() {}

  /** In a job file. */
  public static Annotation of(Problem problem) {
    return at(problem.position(), problem.text(), problem.hint());
  }

  /** In a Java source. */
  public static Annotation of(CompilationError error) {
    return at(error.position(), error.text(), null);
  }

  private static Annotation at(Position place, String text, @Nullable String hint) {
    String lines = text.lines().map(Printable::text).collect(joining("\n"));
    return new Annotation(
        Annotation.Severity.ERROR,
        place.source().path(),
        place.line(),
        place.column(),
        place.column() + place.length(),
        null,
        hint == null ? lines : lines + "\nhint: " + Printable.text(hint));
  }
}
