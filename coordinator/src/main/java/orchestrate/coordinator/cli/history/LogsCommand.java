package orchestrate.coordinator.cli.history;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.config.Printable;
import orchestrate.coordinator.cli.CountConverter;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.cli.Table;
import orchestrate.coordinator.history.Ending;
import orchestrate.coordinator.history.LogPrinter;
import orchestrate.coordinator.history.LogPrinter.Form;
import orchestrate.coordinator.history.LogTarget;
import orchestrate.coordinator.history.PastRun;
import orchestrate.coordinator.history.RunFollower;
import orchestrate.coordinator.history.TaskLog;
import orchestrate.ipc.os.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate logs}: what tasks have printed. */
@CommandLine.Command(
    name = "logs",
    description = {
      "Prints what tasks of a run have printed: the log of one as it is, those of several line by"
          + " line, each line after the name of its task.",
      "",
      "At a terminal control characters are spelled out, so that no task can steer it."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is printed that there is",
      "2:there is no such run, task or attempt, or the command line is wrong",
      "3:this machine, or a fault of orchestrate"
    })
public final class LogsCommand implements Callable<Integer> {
  @CommandLine.Parameters(
      arity = "0..2",
      paramLabel = "[RUN] [TASK[INDEX]]",
      description =
          "The run's id, or the beginning of it (default: the last run); then a task, or an item of"
              + " it by its number from 0: count, 'count[17]'. Without a task, all.")
  private List<String> arguments = List.of();

  @CommandLine.Option(
      names = {"-f", "--follow"},
      description =
          "Prints on what is added, until the task, or the run, has ended; earlier attempts first.")
  private boolean follow;

  @CommandLine.Option(
      names = "--attempt",
      paramLabel = "K",
      converter = CountConverter.class,
      description = "That of the attempt K (default: the last that has printed something).")
  private @Nullable Integer attempt;

  @CommandLine.Option(
      names = "--list",
      description = "Lists the logs, of all attempts, with their sizes, and prints none.")
  private boolean list;

  @CommandLine.Option(
      names = "--job",
      paramLabel = "JOB",
      description = "A job file, or its folder (default: the working folder).")
  private @Nullable Path place;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Place found = Place.of(place);
    if (found == null) {
      return RunsCommand.refuse(Place.refusal(place));
    }
    try {
      return logs(found);
    } catch (RunChoice.Refusal e) {
      return RunsCommand.refuse(String.valueOf(e.getMessage()));
    }
  }

  private int logs(Place place) throws IOException, InterruptedException, RunChoice.Refusal {
    RunChoice choice = RunChoice.of(arguments);
    String task = choice.task();
    LogTarget target =
        task == null ? new LogTarget(null, null, attempt) : LogTarget.parse(task, attempt);
    if (target == null) {
      throw new RunChoice.Refusal(
          "%s is no task; write it like count or 'count[17]'".formatted(task));
    }
    PastRun run = choice.find(place);
    if (target.task() != null) {
      RunChoice.checkTask(run, target.task());
    }
    return logs(run, target);
  }

  private int logs(PastRun run, LogTarget target) throws IOException, InterruptedException {
    if (list) {
      return list(run, target);
    }
    try (OutputStream out =
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
      var beginning = run.beginning();
      if (follow && run.ending() instanceof Ending.Running && beginning != null) {
        boolean one =
            target.task() != null
                && (target.instance() != null
                    || beginning.tasks().stream()
                        .noneMatch(each -> each.fanOut() && each.name().equals(target.task())));
        new RunFollower(run.folder(), beginning, target, printer(out, one)).follow();
        return ExitCode.OK.code();
      }
      return print(run, target, out);
    } catch (IOException e) {
      return ended(e);
    } catch (UncheckedIOException e) {
      return ended(requireNonNull(e.getCause()));
    }
  }

  /** Whoever reads may have had enough, as `head`. */
  static int ended(IOException e) throws IOException {
    if ("Broken pipe".equals(e.getMessage())) {
      return ExitCode.OK.code();
    }
    throw e;
  }

  private static LogPrinter printer(OutputStream out, boolean one) {
    Form form = one ? Terminal.isOutput() ? Form.LINES : Form.RAW : Form.NAMED_LINES;
    return new LogPrinter(out, System.out.charset(), form);
  }

  private int print(PastRun run, LogTarget target, OutputStream out) throws IOException {
    List<TaskLog> logs = TaskLog.last(wanted(run, target));
    boolean one =
        target.task() != null
            && (target.instance() != null || logs.stream().allMatch(log -> log.instance() == null));
    LogPrinter printer = printer(out, one);
    for (TaskLog log : logs) {
      printer.print(log);
    }
    return logs.isEmpty() ? nothing(run, target) : ExitCode.OK.code();
  }

  private static List<TaskLog> wanted(PastRun run, LogTarget target) throws IOException {
    String task = target.task();
    List<String> tasks = task == null ? run.taskNames() : List.of(task);
    return TaskLog.of(tasks, run.folder()).stream()
        .filter(log -> target.has(log.instance(), log.attempt()))
        .toList();
  }

  private static int nothing(PastRun run, LogTarget target) {
    String what =
        target.task() == null
            ? "its tasks"
            : target.task() + (target.instance() == null ? "" : "[" + target.instance() + "]");
    if (target.attempt() != null) {
      return RunsCommand.refuse(
          "in run %s there is no log of attempt %d of %s; --list shows what logs there are"
              .formatted(run.id(), target.attempt(), what));
    }
    boolean running = run.ending() instanceof Ending.Running;
    System.err.println(
        Printable.text(
            "in run %s there is no log of %s: nothing was printed%s"
                .formatted(run.id(), what, running ? " so far; -f waits for more" : "")));
    return ExitCode.OK.code();
  }

  private static int list(PastRun run, LogTarget target) throws IOException {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("task", "attempt", "bytes", "log"));
    for (TaskLog log : wanted(run, target)) {
      rows.add(
          List.of(
              log.name(),
              Integer.toString(log.attempt()),
              Long.toString(log.bytes()),
              log.file().toString()));
    }
    if (rows.size() == 1) {
      return nothing(run, target);
    }
    Table.print(rows, System.out);
    return ExitCode.OK.code();
  }
}
