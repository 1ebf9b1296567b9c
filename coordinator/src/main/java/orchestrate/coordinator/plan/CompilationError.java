package orchestrate.coordinator.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import orchestrate.config.Position;
import orchestrate.config.SourceText;

/**
 * What is wrong in a Java source of the job.
 *
 * @param text what is wrong
 * @param report that with its place and its line, as the compiler shows it
 */
public record CompilationError(Position position, String text, String report) {
  static CompilationError of(Path file, Diagnostic<?> diagnostic) {
    SourceText source = source(file);
    boolean hasPlace = diagnostic.getPosition() != Diagnostic.NOPOS;
    long length = diagnostic.getEndPosition() - diagnostic.getPosition();
    return new CompilationError(
        hasPlace
            ? new Position(
                source,
                Math.toIntExact(diagnostic.getLineNumber()),
                Math.toIntExact(diagnostic.getColumnNumber()),
                Math.toIntExact(Math.max(1, length)))
            : source.start(),
        diagnostic.getMessage(Locale.ROOT),
        diagnostic.toString());
  }

  /** Of no place in it. */
  static CompilationError ofWhole(Path file, String text) {
    return new CompilationError(source(file).start(), text, text);
  }

  /** Its lines are the compiler's to show. */
  private static SourceText source(Path file) {
    return new SourceText(file, List.of());
  }
}
