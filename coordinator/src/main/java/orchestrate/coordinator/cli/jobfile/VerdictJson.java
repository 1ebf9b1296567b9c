package orchestrate.coordinator.cli.jobfile;

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
   * @param file the job file, one that it includes, or a Java source that it names
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
        verdict.problems().stream().map(VerdictJson::complaint),
        verdict.errors().stream().map(VerdictJson::complaint));
  }

  private static Complaint complaint(Problem problem) {
    return complaint(problem.position(), problem.text(), problem.hint());
  }

  private static Complaint complaint(CompilationError error) {
    return complaint(error.position(), error.text(), null);
  }

  private static Complaint complaint(Position position, String text, @Nullable String hint) {
    return new Complaint(
        position.source().path().toString(),
        position.line(),
        position.column(),
        position.column() + position.length(),
        text,
        hint);
  }
}
