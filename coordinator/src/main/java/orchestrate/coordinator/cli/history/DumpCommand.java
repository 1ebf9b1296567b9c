package orchestrate.coordinator.cli.history;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.config.Printable;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.history.Ending;
import orchestrate.coordinator.history.PastRun;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.Recorded;
import orchestrate.coordinator.run.Beginning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.core.exc.JacksonIOException;

/** {@code orchestrate journal dump}: all that happened in a run, in its order. */
@CommandLine.Command(
    name = "dump",
    description = {
      "Prints the journal of a run: all that happened in it, each event in a line.",
      "",
      "Of a run that is under way it prints what has happened so far."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is printed that was written",
      "2:there is no such run, or the command line is wrong",
      "3:the journal is damaged, and printed up to there; or this machine, or a fault of"
          + " orchestrate"
    })
final class DumpCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 1 << 16;

  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run's id, or the beginning of it (default: the last run).")
  private @Nullable String id;

  @CommandLine.Option(names = "--json", description = "For programs: each line is a JSON object.")
  private boolean json;

  @CommandLine.Option(
      names = "--job",
      paramLabel = "JOB",
      description = "A job file, or its folder (default: the working folder).")
  private @Nullable Path place;

  @Override
  public Integer call() throws IOException {
    Place found = Place.of(place);
    if (found == null) {
      return RunsCommand.refuse(Place.refusal(place));
    }
    ChosenRun chosen = ChosenRun.of(found.history(), id);
    return chosen.run() == null ? RunsCommand.refuse(chosen.refusal()) : dump(chosen.run());
  }

  private int dump(PastRun run) throws IOException {
    Recorded recorded;
    try (OutputStream out =
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES);
        EventLines lines = lines(run.beginning(), out)) {
      recorded = JournalReader.read(run.folder().path(), lines);
    } catch (JacksonIOException | UncheckedIOException e) {
      return LogsCommand.ended((IOException) requireNonNull(e.getCause()));
    } catch (IOException e) {
      return LogsCommand.ended(e);
    }
    return tell(run, recorded);
  }

  private EventLines lines(@Nullable Beginning beginning, OutputStream out) {
    List<Beginning.Task> tasks = beginning == null ? List.of() : beginning.tasks();
    return json
        ? new JsonEventLines(out, tasks)
        : new TextEventLines(
            new BufferedWriter(new OutputStreamWriter(out, System.out.charset())), tasks);
  }

  /** What the lines don't say by themselves. */
  private static int tell(PastRun run, Recorded recorded) {
    if (recorded.damage() != null) {
      say(
          "the journal of run %s is damaged; what stands before that are %d events: %s"
              .formatted(run.id(), recorded.events(), recorded.damage()));
      return ExitCode.BROKEN.code();
    }
    if (recorded.events() == 0) {
      say("run %s has written nothing into its journal".formatted(run.id()));
    } else if (recorded.cutShort() && !(run.ending() instanceof Ending.Running)) {
      say("run %s was killed as it wrote: its last entry is not whole".formatted(run.id()));
    }
    return ExitCode.OK.code();
  }

  private static void say(String message) {
    System.err.println("orchestrate: " + Printable.text(message));
  }
}
