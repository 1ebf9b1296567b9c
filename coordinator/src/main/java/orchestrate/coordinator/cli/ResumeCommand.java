package orchestrate.coordinator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import orchestrate.config.Explanation;
import orchestrate.config.Printable;
import orchestrate.coordinator.ci.CiLog;
import orchestrate.coordinator.cli.DisplayOptions.Display;
import orchestrate.coordinator.cli.history.Place;
import orchestrate.coordinator.history.Ending;
import orchestrate.coordinator.history.PastRun;
import orchestrate.coordinator.history.RunHistory;
import orchestrate.coordinator.journal.Recorded;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.pool.Remains;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.coordinator.run.Resumption;
import orchestrate.coordinator.run.RunFolder;
import orchestrate.coordinator.run.RunLock;
import orchestrate.coordinator.run.RunningRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate resume}: goes on with a run that was interrupted, or whose process died. */
@CommandLine.Command(
    name = "resume",
    description = {
      "Goes on with a run that was stopped, or killed: what is done stays done, what was under way"
          + " is run again.",
      "",
      "Options are those that the run was called with, unless they are given anew."
    },
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(TimeZone.getDefault().toZoneId());

  @CommandLine.Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description =
          "The run's id, or the beginning of it (default: the last one that did not come to its"
              + " end).")
  private @Nullable String id;

  @CommandLine.Option(
      names = "--force",
      description =
          "Goes on although the job file was changed where it matters: what is done of these tasks"
              + " is done anew, and what needs them.")
  private boolean force;

  @CommandLine.Option(
      names = "--rerun-failed",
      description =
          "Tries once more what had failed or was cancelled, and then what was skipped because of"
              + " it; also of a run that has come to its end (default: the newest run).")
  private boolean rerunFailed;

  @CommandLine.Option(
      names = "--job",
      paramLabel = "JOB",
      description = "A job file, or its folder (default: the working folder).")
  private @Nullable Path place;

  @CommandLine.Mixin private LimitOptions limits = new LimitOptions();

  @CommandLine.Mixin private ReportOptions reports = new ReportOptions();

  @CommandLine.ArgGroup(exclusive = true)
  private PatienceOptions patience = new PatienceOptions();

  @CommandLine.Mixin private MachineOptions machine = new MachineOptions();

  @CommandLine.Mixin private DisplayOptions display = new DisplayOptions();

  @CommandLine.Mixin private NoticeOptions notice = new NoticeOptions();

  private final Spawner spawner;

  /**
   * @param spawner may have started a worker already
   */
  ResumeCommand(Spawner spawner) {
    this.spawner = spawner;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return resume(find());
    } catch (RefusedException e) {
      System.err.println("orchestrate: " + Printable.text(String.valueOf(e.getMessage())));
      return ExitCode.BAD_INPUT.code();
    } finally {
      spawner.dismissEarly();
    }
  }

  private PastRun find() throws RefusedException, IOException {
    Place found = Place.of(place);
    if (found == null) {
      throw new RefusedException(Place.refusal(place));
    }
    RunHistory history = found.history();
    if (id == null) {
      return history
          .runs()
          .filter(run -> rerunFailed || isUnfinished(run))
          .findFirst()
          .orElseThrow(
              () ->
                  new RefusedException(
                      "no run in %s has been cut short; orchestrate runs lists them"
                          .formatted(found.folder())));
    }
    List<PastRun> runs = history.beginningWith(id);
    if (runs.size() != 1) {
      throw new RefusedException(
          runs.isEmpty()
              ? "no run with an id that begins %s in %s; orchestrate runs lists them"
                  .formatted(id, found.folder())
              : "several runs have ids that begin so: "
                  + runs.stream().limit(10).map(PastRun::id).collect(Collectors.joining(", "))
                  + (runs.size() > 10 ? ", ..." : ""));
    }
    return runs.getFirst();
  }

  private static boolean isUnfinished(PastRun run) {
    return switch (run.ending()) {
      case Ending.Running _, Ending.Died _, Ending.Stopped _ -> true;
      case Ending.Succeeded _, Ending.Failed _, Ending.Unknown _ -> false;
    };
  }

  private int resume(PastRun run) throws RefusedException, IOException, InterruptedException {
    checkIsUnfinished(run);
    Path folder = run.folder().path();
    Optional<RunLock> taken = RunLock.take(folder);
    if (taken.isEmpty()) {
      throw underWay(run.folder(), PastRun.read(run.folder()));
    }
    try (RunLock lock = taken.get()) {
      checkIsUnfinished(PastRun.read(run.folder())); // It may have ended a moment ago.
      new Remains(run.id(), RunningRun.sessionsOf(run.folder())).awaitEnd();
      return command(run.folder()).run((plan, shown, log) -> goOn(run, lock, plan, shown, log));
    }
  }

  private void checkIsUnfinished(PastRun run) throws RefusedException, IOException {
    switch (run.ending()) {
      case Ending.Died _, Ending.Stopped _ -> {}
      case Ending.Running _ -> throw underWay(run.folder(), run);
      case Ending.Succeeded _ ->
          throw new RefusedException("run %s has succeeded: nothing is left".formatted(run.id()));
      case Ending.Failed _ -> {
        if (!rerunFailed) {
          throw new RefusedException(
              "run %s came to its end, and failed; --rerun-failed tries once more what did"
                  .formatted(run.id()));
        }
      }
      case Ending.Unknown(String why) ->
          throw new RefusedException("run %s can't be resumed: %s".formatted(run.id(), why));
    }
  }

  private static RefusedException underWay(RunFolder folder, PastRun run) throws IOException {
    var beginning = run.beginning();
    if (beginning == null || !beginning.isUnderWay()) {
      return new RefusedException(
          "run %s is just being taken up by another process".formatted(run.id()));
    }
    Instant since = Files.getLastModifiedTime(folder.path().resolve("begin")).toInstant();
    return new RefusedException(
        "run %1$s is under way: process %2$s of this machine is at it since %3$s; orchestrate logs"
                .formatted(run.id(), beginning.process().pid(), TIME.format(since))
            + " -f %1$s shows what it prints, orchestrate cancel %1$s ends it".formatted(run.id()));
  }

  /** The command that began it, with the options of this one. */
  private RunCommand command(RunFolder folder) throws RefusedException, IOException {
    RunCommand command = RecordedCommand.of(folder, spawner, "be resumed");
    command.override(limits, reports, patience, machine, display, notice);
    return command;
  }

  private RunExecution goOn(PastRun run, RunLock lock, Plan plan, Display shown, CiLog log)
      throws RefusedException, IOException {
    RunFolder folder = run.folder();
    Resumption resumption = look(folder, plan, Set.of());
    var changes = ChangedJob.of(folder, plan, resumption);
    changes.told().forEach(line -> System.err.println(Printable.text(line)));
    if (!changes.anew().isEmpty() || changes.isInConflict()) {
      if (!force) {
        throw new RefusedException(
            "run %s can't go on as it was; --force has it go on all the same, orchestrate run begins a"
                    .formatted(folder.id())
                + " new one");
      }
      resumption = look(folder, plan, changes.anew());
    }
    tell(folder, resumption.recorded());
    if (resumption.isDone() && run.ending() instanceof Ending.Stopped(String reason)) {
      throw new RefusedException(
          "nothing of run %s is left to go on with: it was %s%s"
              .formatted(
                  folder.id(),
                  reason,
                  "; --keep-going goes on with what does not need what failed"));
    }
    resumption.begin();
    return new RunExecution(plan, spawner, shown, log, folder, lock, resumption);
  }

  private Resumption look(RunFolder folder, Plan plan, Set<String> anew) throws RefusedException {
    try {
      return Resumption.of(folder, plan, anew, rerunFailed);
    } catch (IOException e) {
      throw new RefusedException(
          "run %s can't be resumed: its journal can't be read: %s"
              .formatted(folder.id(), Explanation.of(e)));
    }
  }

  private static void tell(RunFolder folder, Recorded recorded) {
    if (recorded.damage() != null) {
      System.err.println(
          Printable.text(
              "the journal of run %s is damaged, so it goes on from the last entry before that: %s"
                  .formatted(folder.id(), recorded.damage())));
    }
  }
}
