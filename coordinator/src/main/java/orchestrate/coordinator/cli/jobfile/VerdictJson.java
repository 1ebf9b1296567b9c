package orchestrate.coordinator.cli.jobfile;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.config.Position;
import orchestrate.config.Problem;
import orchestrate.coordinator.plan.CompilationError;
import orchestrate.coordinator.preview.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts for programs.
 *
 * @param format the number of this format: it grows if something changes its meaning
 */
record VerdictJson(int format, boolean fine, List<File> files) {
  /** One job file. */
  record File(String file, boolean fine, @Nullable Integer tasks, List<Complaint> problems) {}

  /**
   * One problem.
   *
   * @param file the job file, or a Java source that it names
   * @param endColumn the first column after it
   */
  record Complaint(
      String file, int line, int column, int endColumn, String message, @Nullable String hint) {}

  static String of(List<Verdict> verdicts) {
    return JsonText.of(
        new VerdictJson(
            1,
            verdicts.stream().allMatch(Verdict::isFine),
            verdicts.stream().map(VerdictJson::file).toList()));
  }

  private static File file(Verdict verdict) {
    return new File(
        verdict.file().toString(),
        verdict.isFine(),
        verdict.isFine() ? verdict.tasks() : null,
        complaints(verdict).toList());
  }

  /** All that is wrong, in the file and in its sources. */
  static Stream<Complaint> complaints(Verdict verdict) {
    return Stream.concat(
        verdict.problems().stream().map(problem -> complaint(verdict.file(), problem)),
        verdict.errors().stream().map(VerdictJson::complaint));
  }

  private static Complaint complaint(Path file, Problem problem) {
    return complaint(file, problem.position(), problem.text(), problem.hint());
  }

  private static Complaint complaint(CompilationError error) {
    return complaint(error.source(), error.position(), error.text(), null);
  }

  private static Complaint complaint(
      Path file, Position position, String text, @Nullable String hint) {
    return new Complaint(
        file.toString(),
        position.line(),
        position.column(),
        position.column() + position.length(),
        text,
        hint);
  }
}
