package orchestrate.coordinator.cli.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import orchestrate.config.Printable;
import orchestrate.coordinator.cli.DurationConverter;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.history.Pruning;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.report.Format;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate runs prune}: deletes what old runs have left. */
@CommandLine.Command(
    name = "prune",
    description = {
      "Deletes the folders of the oldest runs: logs, artifacts, journal, result.",
      "",
      "A run that is under way is not deleted. What makes tasks up to date is kept elsewhere, and"
          + " stays."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they are deleted, or there was nothing to delete",
      "2:the command line is wrong, or there is no such folder; nothing was deleted",
      "3:something could not be deleted"
    })
final class PruneCommand implements Callable<Integer> {
  @CommandLine.ParentCommand private RunsCommand runs = new RunsCommand();

  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "JOB",
      description = "A job file, or its folder (default: the working folder).")
  private @Nullable Path place;

  @CommandLine.Option(
      names = "--keep",
      paramLabel = "N",
      required = true,
      description = "Keeps so many, the newest, however they ended; 0 for none.")
  private int keep;

  @CommandLine.Option(
      names = "--older-than",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Keeps also what began less than so long ago, such as 30d or 12h.")
  private @Nullable Duration olderThan;

  @CommandLine.Option(
      names = "--dry-run",
      description = "Says what would be deleted, and deletes nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    String filter = runs.filter();
    if (filter != null) {
      return RunsCommand.refuse(
          "prune goes by age, and would ignore %s; nothing was deleted".formatted(filter));
    }
    if (keep < 0) {
      return RunsCommand.refuse("--keep %d: give a number from 0 up".formatted(keep));
    }
    Path named = place != null ? place : runs.place();
    Place found = Place.of(named);
    if (found == null) {
      return RunsCommand.refuse(Place.refusal(named));
    }
    var pruning = new Pruning(found.history(), dryRun);
    pruning.prune(
        keep,
        olderThan == null ? null : Instant.ofEpochMilli(new RunClock().millis()).minus(olderThan));
    pruning
        .deleted()
        .forEach(id -> System.out.println((dryRun ? "would delete " : "deleted ") + id));
    System.out.printf(
        "%s, %,d bytes%s%n",
        Format.count(pruning.deleted().size(), "run"),
        pruning.bytes(),
        dryRun ? "; nothing was deleted" : "");
    pruning
        .failures()
        .forEach(failure -> System.err.println("orchestrate: " + Printable.text(failure)));
    return (pruning.failures().isEmpty() ? ExitCode.OK : ExitCode.BROKEN).code();
  }
}
