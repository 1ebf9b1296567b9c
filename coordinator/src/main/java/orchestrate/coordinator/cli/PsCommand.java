package orchestrate.coordinator.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.coordinator.history.RunTally;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.preview.JsonText;
import orchestrate.coordinator.report.Format;
import orchestrate.coordinator.report.RunningTasks;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.run.RunFolder;
import orchestrate.coordinator.run.RunningRun;
import orchestrate.ipc.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate ps}: what runs are under way on this machine. */
@CommandLine.Command(
    name = "ps",
    description =
        "Lists your runs that are under way on this machine: how far each is, and what it is at.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:these are the runs, or there are none",
      "2:the command line is wrong",
      "3:this machine, or a fault of orchestrate"
    })
final class PsCommand implements Callable<Integer> {
  private static final List<String> TITLES =
      List.of("run", "pid", "for", "tasks", "running", "job", "folder");

  @CommandLine.Option(names = "--json", description = "For programs.")
  private boolean json;

  /**
   * A run that is under way.
   *
   * @param millis since it began
   * @param tasks how many it has
   * @param ended how many of them have ended, in whatever way
   * @param pausedBy who has paused it; null if nobody has
   * @param running what its workers are at, by name
   */
  private record Run(
      String run,
      int pid,
      Instant began,
      long millis,
      int tasks,
      long ended,
      @Nullable String pausedBy,
      List<String> running,
      String job,
      String folder) {}

  /**
   * The form for programs.
   *
   * @param format the number of this format: it grows if something changes its meaning
   */
  private record PsJson(int format, List<Run> runs) {}

  @Override
  public Integer call() throws IOException {
    var runs = new ArrayList<Run>();
    for (RunningRun run : RunningRun.all()) {
      try {
        runs.add(look(run));
      } catch (NoSuchFileException e) {
        // It has just ended.
      }
    }
    if (json) {
      System.out.print(JsonText.of(new PsJson(1, runs)));
    } else if (runs.isEmpty()) {
      System.out.println("no run is under way");
    } else {
      var rows = new ArrayList<List<String>>();
      rows.add(TITLES);
      runs.forEach(run -> rows.add(row(run)));
      Table.print(rows, System.out);
    }
    return ExitCode.OK.code();
  }

  private static Run look(RunningRun run) throws IOException {
    RunFolder folder = run.folder();
    Beginning beginning = Beginning.read(folder.path());
    var tally = new RunTally(Beginning.readFirst(folder.path()).tasks());
    JournalReader.read(folder.path(), tally);
    Instant began = RunFolder.beginOf(run.id()).orElseThrow();
    return new Run(
        run.id(),
        beginning.process().pid(),
        began,
        Math.max(0, new RunClock().millis() - began.toEpochMilli()),
        beginning.tasks().size(),
        tally.ended(),
        tally.pausedBy(),
        running(run),
        beginning.job(),
        jobFolder(folder).toString());
  }

  private static List<String> running(RunningRun run) throws IOException {
    try (Session session = Session.open(run.session(), "ps")) {
      return new RunningTasks(session).all();
    }
  }

  /** Its runs are in {@code .orchestrate/runs}. */
  private static Path jobFolder(RunFolder folder) {
    return folder.path().resolve("../../..").normalize();
  }

  private static List<String> row(Run run) {
    return List.of(
        run.run,
        Integer.toString(run.pid),
        Format.duration(run.millis),
        "%d of %d%s".formatted(run.ended, run.tasks, run.pausedBy == null ? "" : ", paused"),
        running(run.running),
        run.job,
        run.folder);
  }

  private static String running(List<String> names) {
    return switch (names.size()) {
      case 0 -> "nothing";
      case 1, 2 -> String.join(", ", names);
      default -> "%s, %s and %d more".formatted(names.getFirst(), names.get(1), names.size() - 2);
    };
  }
}
