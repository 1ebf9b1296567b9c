package orchestrate.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import orchestrate.task.Subtask;
import orchestrate.task.SubtaskFailedException;
import orchestrate.task.Task;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.LogFiles;
import orchestrate.worker.protocol.SubtaskAnswer;
import orchestrate.worker.protocol.SubtaskOffer.Report;
import org.jspecify.annotations.Nullable;

/**
 * The subtasks of one task. The first of them are on offer for other lanes; the task itself runs,
 * in their order, those that nobody has taken, when it waits. It runs none but its own: so it can't
 * be held up by what it does not wait for, and one lane is enough, to any depth.
 *
 * <p>Belongs to the lane's thread.
 */
final class SubtaskScope {
  /** The rest of the failures is in the logs. */
  private static final int MOST_SUPPRESSED = 10;

  private final JavaTaskRunner runner;
  private final SubtaskPlaces places;
  private final LogFiles logFiles;
  private final String log;

  /** Not begun, and on offer to nobody. */
  private final Deque<ForkedTask> here = new ArrayDeque<>();

  /** At the coordinator: on offer, running elsewhere, or failed and not judged yet. */
  private final Set<ForkedTask> out = new LinkedHashSet<>();

  /** Of which the task was not told yet. */
  private final Deque<SubtaskFailedException> failures = new ArrayDeque<>();

  private int forked;

  /**
   * @param log of the task whose subtasks these are
   */
  SubtaskScope(JavaTaskRunner runner, SubtaskPlaces places, LogFiles logFiles, Path log) {
    this.runner = runner;
    this.places = places;
    this.logFiles = logFiles;
    this.log = logFiles.relative(log);
  }

  Subtask fork(Task task) {
    runner.requireOwnThread();
    List<List<String>> values = runner.subtaskFactory(task).values(task);
    runner.requireNoSecret(values);
    String className = task.getClass().getName();
    var subtask =
        new ForkedTask(
            this,
            new orchestrate.worker.protocol.Subtask(0, log, forked + 1, className, values),
            task);
    places.requireFits(subtask);
    forked++;
    here.add(subtask);
    offerMore();
    return subtask;
  }

  void join() throws InterruptedException {
    runner.requireOwnThread();
    while (!here.isEmpty() || !out.isEmpty()) {
      step();
    }
    SubtaskFailedException first = failures.poll();
    if (first != null) {
      failures.stream().limit(MOST_SUPPRESSED).forEach(first::addSuppressed);
      failures.clear();
      throw first;
    }
  }

  void await(ForkedTask subtask) throws InterruptedException {
    runner.requireOwnThread();
    while (!subtask.hasEnded()) {
      step();
    }
  }

  /** Runs one here, or waits until one that is elsewhere has got an answer. */
  private void step() throws InterruptedException {
    runner.checkStop();
    places.collect();
    offerMore();
    ForkedTask next = nextHere();
    if (next != null) {
      runHere(next);
    } else if (!out.isEmpty()) {
      places.await();
    }
  }

  private void offerMore() {
    while (!here.isEmpty() && places.offer(here.element())) {
      out.add(here.remove());
    }
  }

  private @Nullable ForkedTask nextHere() {
    for (ForkedTask subtask : out) {
      if (places.takeBack(subtask)) {
        out.remove(subtask);
        return subtask;
      }
    }
    return here.poll();
  }

  private void runHere(ForkedTask subtask) throws InterruptedException {
    long start = System.nanoTime();
    switch (runner.runHere(subtask)) {
      case Finished.Succeeded(var outputs) -> subtask.end(new SubtaskAnswer.Succeeded(outputs));
      case Finished.JvmFailed(String error) -> subtask.end(new SubtaskAnswer.Failed(error));
      case Finished.Ending bad -> {
        out.add(subtask);
        places.report(subtask, new Report(System.nanoTime() - start, bad));
      }
    }
  }

  /** The coordinator says what has become of one. */
  void answered(ForkedTask subtask, SubtaskAnswer answer) {
    out.remove(subtask);
    subtask.end(answer);
    if (!subtask.hasEnded()) {
      here.addFirst(subtask);
    }
  }

  /** One that was on offer is needed no more at the coordinator's. */
  void tookBack(ForkedTask subtask) {
    out.remove(subtask);
    here.addFirst(subtask);
  }

  /** Makes what the task is told of a failure, sooner or later. */
  SubtaskFailedException failed(ForkedTask subtask, String reason) {
    Path file = logFiles.of(subtask.described(), subtask.attempt());
    var failure =
        new SubtaskFailedException(
            "subtask %s failed: %s%s"
                .formatted(
                    subtask.described().describe(),
                    reason,
                    Files.exists(file) ? "; its log: " + file : ""));
    failures.add(failure);
    return failure;
  }

  /** The task has been told of it. */
  void tell(SubtaskFailedException failure) {
    failures.remove(failure);
  }

  /**
   * The task has ended: what has not begun never will.
   *
   * @param await whether to wait for what runs elsewhere; else it is for the coordinator to stop it
   */
  void end(boolean await) {
    here.clear();
    out.removeIf(places::takeBack);
    try {
      while (await && !out.isEmpty()) {
        runner.checkStop();
        places.await();
        places.collect();
        here.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    out.forEach(places::forget);
    out.clear();
  }
}
