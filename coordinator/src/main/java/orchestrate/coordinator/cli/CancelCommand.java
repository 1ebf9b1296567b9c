package orchestrate.coordinator.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import orchestrate.config.Printable;
import orchestrate.coordinator.run.CancelAnswer;
import orchestrate.coordinator.run.CancelRequest;
import orchestrate.coordinator.run.RunningRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate cancel}: asks a run in another process to end, or a part of it. */
@CommandLine.Command(
    name = "cancel",
    description =
        "Cancels a run, tasks of it, or single items of a for-each. What runs is asked to end, then"
            + " killed.",
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
  /** A run looks for requests from its second second on; a loaded machine may take longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @CommandLine.Parameters(
      arity = "0..*",
      paramLabel = "[RUN] TASK[INDEX]",
      description =
          "The run's id, which may be left out if only one runs, or only one of a job file in this"
              + " folder; then tasks, or items by their numbers from 0: count, 'count[17]'."
              + " Without tasks, the whole run.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean named = !arguments.isEmpty() && RunningRun.isId(arguments.getFirst());
    List<String> targets = named ? arguments.subList(1, arguments.size()) : arguments;
    var requests = new ArrayList<CancelRequest>();
    for (String target : targets) {
      CancelRequest request = CancelRequest.ofThisProcess(target);
      if (request == null) {
        return refuse("%s is no task; write it like count or 'count[17]'".formatted(target));
      }
      requests.add(request);
    }
    if (requests.isEmpty()) {
      requests.add(CancelRequest.ofThisProcess(null, null));
    }
    List<RunningRun> runs = find(named ? arguments.getFirst() : null);
    if (runs.size() == 1) {
      return cancel(runs.getFirst(), requests);
    }
    return refuse(
        runs.isEmpty()
            ? named
                ? "no run %s is under way".formatted(arguments.getFirst())
                : "no run is under way"
            : "several runs are under way; name one: "
                + runs.stream().map(RunningRun::id).collect(Collectors.joining(", ")));
  }

  /** Those that may be meant. */
  private static List<RunningRun> find(@Nullable String id) throws IOException {
    List<RunningRun> all = RunningRun.all();
    if (id != null) {
      return all.stream().filter(run -> run.id().equals(id)).toList();
    }
    Path here = Path.of("").toAbsolutePath();
    List<RunningRun> ofThisFolder = all.stream().filter(run -> run.isOf(here)).toList();
    return ofThisFolder.isEmpty() ? all : ofThisFolder;
  }

  private static int cancel(RunningRun run, List<CancelRequest> requests)
      throws IOException, InterruptedException {
    List<@Nullable CancelAnswer> answers;
    try {
      answers = run.cancel(requests, PATIENCE);
    } catch (NoSuchFileException e) {
      return refuse("run %s has just ended".formatted(run.id()));
    }
    boolean allDone = true;
    for (CancelAnswer answer : answers) {
      if (answer == null) {
        allDone = false;
        refuse(
            "run %s did not answer in %d s; it may have ended"
                .formatted(run.id(), PATIENCE.toSeconds()));
      } else if (answer.done()) {
        System.out.printf("run %s: %s%n", run.id(), Printable.text(answer.said()));
      } else {
        allDone = false;
        refuse("run %s: %s".formatted(run.id(), answer.said()));
      }
    }
    return (allDone ? ExitCode.OK : ExitCode.BAD_INPUT).code();
  }

  private static int refuse(String why) {
    System.err.println("orchestrate: " + Printable.text(why));
    return ExitCode.BAD_INPUT.code();
  }
}
