package orchestrate.coordinator.cli.jobfile;

import static java.util.stream.Collectors.joining;

import java.util.List;
import orchestrate.config.Printable;
import orchestrate.config.ProblemReport;
import orchestrate.coordinator.cli.WordConverter;
import orchestrate.coordinator.plan.CompilationError;
import orchestrate.coordinator.report.Format;

/** For whom verdicts are written. */
enum VerdictFormat {
  /** For people. */
  TEXT {
    @Override
    String render(List<Verdict> verdicts) {
      return verdicts.stream().map(VerdictFormat::text).collect(joining());
    }
  },
  /** For programs. */
  JSON {
    @Override
    String render(List<Verdict> verdicts) {
      return VerdictJson.of(verdicts);
    }
  },
  /** For the log of a GitHub workflow. */
  GITHUB {
    @Override
    String render(List<Verdict> verdicts) {
      return GitHubAnnotations.of(verdicts);
    }
  };

  abstract String render(List<Verdict> verdicts);

  private static String text(Verdict verdict) {
    return ProblemReport.list(verdict.problems())
        + verdict.errors().stream()
            .map(CompilationError::report)
            .map(VerdictFormat::printable)
            .collect(joining())
        + summary(verdict)
        + "\n";
  }

  /** The one line that says whether it is fine. */
  static String summary(Verdict verdict) {
    return Printable.text(verdict.file().toString())
        + (verdict.isFine()
            ? ": fine, " + Format.count(verdict.tasks(), "task")
            : ": " + Format.count(verdict.count(), "problem"));
  }

  private static String printable(String report) {
    return report.lines().map(line -> Printable.text(line) + "\n").collect(joining());
  }

  /** By their names on the command line. */
  static final class Converter extends WordConverter<VerdictFormat> {
    Converter() {
      super(values());
    }
  }
}
