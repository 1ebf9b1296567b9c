package orchestrate.coordinator.cli.jobfile;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import orchestrate.config.JobFileException;
import orchestrate.config.Problem;
import orchestrate.coordinator.plan.CompilationError;
import orchestrate.coordinator.plan.CompilationException;
import orchestrate.coordinator.plan.Plan;

/**
 * What is to be said of a job file.
 *
 * @param tasks how many it has, if nothing is wrong
 * @param problems in the file itself, and in those that it includes
 * @param errors in the Java sources that it names
 */
record Verdict(Path file, int tasks, List<Problem> problems, List<CompilationError> errors) {
  Verdict {
    problems = List.copyOf(problems);
    errors = List.copyOf(errors);
  }

  static Verdict fine(Path file, Plan plan) {
    return new Verdict(file, plan.tasks().size(), List.of(), List.of());
  }

  static Verdict of(Path file, JobFileException wrong) {
    List<CompilationError> errors =
        Arrays.stream(wrong.getSuppressed())
            .filter(CompilationException.class::isInstance)
            .flatMap(also -> ((CompilationException) also).errors().stream())
            .toList();
    return new Verdict(file, 0, wrong.problems(), errors);
  }

  static Verdict of(Path file, CompilationException wrong) {
    return new Verdict(file, 0, List.of(), wrong.errors());
  }

  boolean isFine() {
    return count() == 0;
  }

  int count() {
    return problems.size() + errors.size();
  }
}
