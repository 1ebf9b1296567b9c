package orchestrate.coordinator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import orchestrate.config.JobFileException;
import orchestrate.config.Printable;
import orchestrate.config.ProblemReport;
import orchestrate.coordinator.cli.history.Place;
import orchestrate.coordinator.export.ReportException;
import orchestrate.coordinator.export.Reports;
import orchestrate.coordinator.history.Ending;
import orchestrate.coordinator.history.PastRun;
import orchestrate.coordinator.journal.Recorded;
import orchestrate.coordinator.plan.CompilationException;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.report.RunFiles;
import orchestrate.coordinator.run.Retelling;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate report}: the reports of a run, from its journal. */
@CommandLine.Command(
    name = "report",
    description = {
      "Writes reports of a run that has ended, is under way, or was killed, from its journal.",
      "",
      "Without any of these options, those that the run itself was to write."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they are there",
      "2:there is no such run, its job file can't be read any more, or the command line is wrong",
      "3:one could not be written, or the journal is damaged; or a fault of orchestrate"
    })
final class ReportCommand implements Callable<Integer> {
  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run's id, or the beginning of it (default: the last run).")
  private @Nullable String id;

  @CommandLine.Option(
      names = "--job",
      paramLabel = "JOB",
      description = "A job file, or its folder (default: the working folder).")
  private @Nullable Path place;

  @CommandLine.Mixin private ReportOptions options = new ReportOptions();

  @Override
  public Integer call() throws IOException {
    try {
      return report(find());
    } catch (RefusedException | ReportException e) {
      System.err.println("orchestrate: " + Printable.text(String.valueOf(e.getMessage())));
    } catch (JobFileException e) {
      System.err.print(ProblemReport.render(e));
      System.err.println("No report was written: a run is reported by its job file as it is now.");
    } catch (CompilationException e) {
      System.err.println(e.getMessage());
      System.err.println("No report was written: a run is reported by its job file as it is now.");
    }
    return ExitCode.BAD_INPUT.code();
  }

  private PastRun find() throws RefusedException, IOException {
    Place found = Place.of(place);
    if (found == null) {
      throw new RefusedException(Place.refusal(place));
    }
    List<PastRun> runs =
        id == null ? found.history().last().stream().toList() : found.history().beginningWith(id);
    if (runs.size() != 1) {
      throw new RefusedException(
          runs.isEmpty()
              ? "no run%s in %s; orchestrate runs lists them"
                  .formatted(id == null ? "" : " with an id that begins " + id, found.folder())
              : "several runs have ids that begin so: "
                  + runs.stream().limit(10).map(PastRun::id).collect(Collectors.joining(", "))
                  + (runs.size() > 10 ? ", ..." : ""));
    }
    return runs.getFirst();
  }

  private int report(PastRun run)
      throws RefusedException,
          ReportException,
          JobFileException,
          CompilationException,
          IOException {
    if (run.beginning() == null) {
      throw new RefusedException(
          "run %s can't be reported: %s".formatted(run.id(), run.ending().text()));
    }
    Plan plan = RecordedCommand.of(run.folder(), new Spawner(), "be reported").planOf(options);
    if (!plan.job().report().areWanted()) {
      throw new RefusedException(
          "run %s was to write no reports; say which: --html FILE, --junit FILE, --joblog FILE,"
                  .formatted(run.id())
              + " --trace FILE, --prometheus FILE");
    }
    List<String> failures;
    Recorded recorded;
    var files = new RunFiles(run.folder().path(), Path.of(""));
    try (Reports reports = Reports.open(plan, files, run.id() + ".report", null)) {
      recorded = Retelling.tell(run.folder(), plan, reports);
      failures = reports.finish();
    }
    failures.forEach(ReportCommand::tell);
    if (run.ending() instanceof Ending.Running || run.ending() instanceof Ending.Died) {
      tell("run %s has not come to its end: this is how far it got".formatted(run.id()));
    }
    if (recorded.damage() != null) {
      tell(
          "the journal of run %s is damaged, and the reports have what stands before that: %s"
              .formatted(run.id(), recorded.damage()));
    }
    return (failures.isEmpty() && recorded.damage() == null ? ExitCode.OK : ExitCode.BROKEN).code();
  }

  private static void tell(String message) {
    System.err.println("orchestrate: " + Printable.text(message));
  }
}
