package orchestrate.coordinator.plan;

import java.nio.file.Path;
import java.util.Locale;
import javax.tools.Diagnostic;
import orchestrate.config.Position;

/**
 * What is wrong in a Java source of the job.
 *
 * @param text what is wrong
 * @param report that with its place and its line, as the compiler shows it
 */
public record CompilationError(Path source, Position position, String text, String report) {
  static CompilationError of(Path source, Diagnostic<?> diagnostic) {
    boolean hasPlace = diagnostic.getPosition() != Diagnostic.NOPOS;
    long length = diagnostic.getEndPosition() - diagnostic.getPosition();
    return new CompilationError(
        source,
        hasPlace
            ? new Position(
                Math.toIntExact(diagnostic.getLineNumber()),
                Math.toIntExact(diagnostic.getColumnNumber()),
                Math.toIntExact(Math.max(1, length)))
            : Position.START,
        diagnostic.getMessage(Locale.ROOT),
        diagnostic.toString());
  }

  /** Of no place in it. */
  static CompilationError ofWhole(Path source, String text) {
    return new CompilationError(source, Position.START, text, text);
  }
}
