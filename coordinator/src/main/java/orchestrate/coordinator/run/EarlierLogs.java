package orchestrate.coordinator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.schedule.TaskProgress;
import orchestrate.coordinator.schedule.TaskStatus;
import orchestrate.ipc.os.OwnerOnly;

/**
 * Logs of attempts that do not count, since they begin again when their run is resumed: they are
 * put aside, into a folder {@code lost-N} of the run, as the new ones have the same names.
 */
final class EarlierLogs {
  private static final String ENDING = ".log";

  /** A task's log has one number more. */
  private static final Pattern OF_WORKER =
      Pattern.compile("\\.(lane|probe)-.*|(hs_err_)?worker-\\d+\\.log");

  private final Path logs;
  private final Path aside;

  EarlierLogs(RunFolder run) {
    this.logs = run.logs();
    this.aside =
        IntStream.iterate(1, number -> number + 1)
            .mapToObj(number -> run.path().resolve("lost-" + number))
            .filter(folder -> Files.notExists(folder, LinkOption.NOFOLLOW_LINKS))
            .findFirst()
            .orElseThrow();
  }

  /**
   * Puts aside those of these attempts, of the tasks that begin anew, and what workers have left.
   *
   * @param progress where the tasks of the plan stand
   */
  void putAside(Plan plan, List<RunEvent.AttemptStarted> lost, List<TaskProgress> progress)
      throws IOException {
    var names = new HashSet<String>();
    for (RunEvent.AttemptStarted attempt : lost) {
      PlannedTask task = plan.task(attempt.task());
      if (task.isFanOut()) {
        Path folder = logs.resolve(task.name());
        String name = attempt.instance() + "." + attempt.attempt();
        move(folder.resolve(name + ENDING));
        move(folder.resolve(name)); // of its subtasks
      } else {
        names.add(task.name() + "." + attempt.attempt());
      }
    }
    Set<String> anew = new HashSet<>();
    for (TaskProgress task : progress) {
      if (task.status() instanceof TaskStatus.Waiting) {
        anew.add(task.task().name());
        move(logs.resolve(task.task().name()));
      }
    }
    moveAll(
        name -> names.contains(attemptOf(name)) || anew.contains(taskOf(name)) || isOfWorker(name));
  }

  /** {@code TASK.ATTEMPT} of what begins so. */
  private static String attemptOf(String name) {
    int second = name.indexOf('.', name.indexOf('.') + 1);
    return second < 0 ? name : name.substring(0, second);
  }

  private static String taskOf(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Whether it belongs to a worker: the next ones have the same numbers. */
  private static boolean isOfWorker(String name) {
    return OF_WORKER.matcher(name).matches();
  }

  private void moveAll(Predicate<String> which) throws IOException {
    List<Path> found;
    try (Stream<Path> entries = Files.list(logs)) {
      found = entries.filter(entry -> which.test(entry.getFileName().toString())).toList();
    }
    for (Path one : found) {
      move(one);
    }
  }

  private void move(Path log) throws IOException {
    if (Files.exists(log, LinkOption.NOFOLLOW_LINKS)) {
      Path target = aside.resolve(logs.relativize(log));
      Files.createDirectories(target.getParent(), OwnerOnly.FOLDER);
      Files.move(log, target);
    }
  }
}
