package orchestrate.coordinator.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import orchestrate.coordinator.cli.sync.ObjectView;
import orchestrate.coordinator.history.RunTally;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.RunClock;
import orchestrate.coordinator.live.RunView;
import orchestrate.coordinator.preview.JsonText;
import orchestrate.coordinator.report.RunningTasks;
import orchestrate.coordinator.run.Beginning;
import orchestrate.coordinator.run.RunFolder;
import orchestrate.coordinator.run.RunningRun;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.os.Terminal;
import orchestrate.ipc.session.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate top}: a run of another process as it goes on. */
@CommandLine.Command(
    name = "top",
    description = {
      "Shows how a run stands that another process has begun: its tasks, its workers and what they"
          + " are at, its queues, semaphores and locks with who holds them and who waits.",
      "",
      "It only looks: the run does nothing for it. Ctrl-C ends it, as does the end of the run."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the run has ended, or what there was to show was shown once",
      "2:the command line is wrong, or no such run is under way",
      "3:this machine, or a fault of orchestrate"
    })
final class TopCommand implements Callable<Integer> {
  private static final Duration BETWEEN_FRAMES = Duration.ofSeconds(1);

  /** What the use of processors is measured over if there is only one look. */
  private static final Duration GLANCE = Duration.ofMillis(200);

  /** What is not shown at the foot of a terminal has all the room it wants. */
  private static final Terminal.Size WHOLE = new Terminal.Size(Integer.MAX_VALUE, 1 << 16);

  private static final List<String> WORKER_TITLES = List.of("worker", "pid", "at");
  private static final List<String> OBJECT_TITLES =
      List.of("shared", "kind", "state", "held by", "waiting");

  private final RunClock clock = new RunClock();

  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description =
          "Its id, which may be left out if only one runs, or only one of a job file in this"
              + " folder.")
  private @Nullable String id;

  @CommandLine.Option(
      names = "--once",
      description = "Prints it once; that is all that is done where there is no terminal.")
  private boolean once;

  @CommandLine.Option(names = "--json", description = "For programs; once.")
  private boolean json;

  /** A task for programs; see {@link RunTally.Task}. */
  private record TaskJson(
      String name, long instances, long good, long bad, @Nullable String ending) {}

  /** A worker for programs. */
  private record WorkerJson(String worker, int pid, List<String> running) {}

  /**
   * The form for programs.
   *
   * @param format the number of this format: it grows if something changes its meaning
   */
  private record TopJson(
      int format,
      String run,
      String job,
      long millis,
      @Nullable String pausedBy,
      @Nullable String stopReason,
      List<TaskJson> tasks,
      List<WorkerJson> workers,
      List<Map<String, Object>> objects) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunningRun run = RunUnderWay.find(id);
    if (run == null) {
      return ExitCode.BAD_INPUT.code();
    }
    try {
      RunFolder folder = run.folder();
      Beginning beginning = Beginning.read(folder.path());
      var tally = new RunTally(Beginning.readFirst(folder.path()).tasks());
      try (Session session = Session.open(run.session(), "top");
          var journal = new JournalReader(folder.path())) {
        show(run, beginning, tally, session, journal);
      }
    } catch (NoSuchFileException e) {
      return RunUnderWay.refuse("run %s has just ended".formatted(run.id()));
    }
    return ExitCode.OK.code();
  }

  private void show(
      RunningRun run, Beginning beginning, RunTally tally, Session session, JournalReader journal)
      throws IOException, InterruptedException {
    long began = RunFolder.beginOf(run.id()).orElseThrow().toEpochMilli();
    journal.read(tally);
    if (json) {
      System.out.print(JsonText.of(json(run, beginning, began, tally, session)));
      return;
    }
    Map<String, String> environment = System.getenv();
    boolean terminal = Terminal.isOutput();
    DisplayOptions.Display display = new DisplayOptions().in(environment, terminal);
    try (var view =
        new RunView(
            beginning.job(),
            began,
            beginning.process().pid(),
            tally,
            display.manner().colours().areWanted(),
            display.unicode())) {
      view.look();
      if (once || !terminal) {
        Thread.sleep(GLANCE);
        journal.read(tally);
        view.look();
        view.lines(clock.millis(), further(session), WHOLE).forEach(System.out::println);
        return;
      }
      while (beginning.isUnderWay() && !tally.isOver()) {
        view.draw(view.lines(clock.millis(), further(session), RunView.size()));
        Thread.sleep(BETWEEN_FRAMES);
        journal.read(tally);
        view.look();
      }
    }
    System.out.printf("run %s has ended%n", run.id());
  }

  private static List<String> further(Session session) {
    var tasks = new RunningTasks(session);
    var lines = new ArrayList<String>();
    var workers = new ArrayList<List<String>>();
    workers.add(WORKER_TITLES);
    tasks.workers(
        (worker, at) ->
            workers.add(
                List.of(worker.label(), Integer.toString(worker.pid()), String.join(", ", at))));
    lines.addAll(Table.lines(workers));
    var objects = new ArrayList<List<String>>();
    objects.add(OBJECT_TITLES);
    ofJob(session).forEach(object -> objects.add(ObjectView.of(object, tasks).row()));
    if (objects.size() > 1) {
      lines.addAll(Table.lines(objects));
    }
    return lines;
  }

  /** Those of the run itself have a dot in their names. */
  private static List<SharedObject> ofJob(Session session) {
    return session.objects().stream().filter(object -> object.name().indexOf('.') < 0).toList();
  }

  private TopJson json(
      RunningRun run, Beginning beginning, long began, RunTally tally, Session session) {
    var tasks = new RunningTasks(session);
    var workers = new ArrayList<WorkerJson>();
    tasks.workers((worker, at) -> workers.add(new WorkerJson(worker.label(), worker.pid(), at)));
    return new TopJson(
        1,
        run.id(),
        beginning.job(),
        clock.millis() - began,
        tally.pausedBy(),
        tally.stopReason(),
        tally
            .tasks()
            .map(
                task ->
                    new TaskJson(
                        task.name(), task.instances(), task.good(), task.bad(), task.ending()))
            .toList(),
        workers,
        ofJob(session).stream().map(object -> ObjectView.of(object, tasks).toMap()).toList());
  }
}
