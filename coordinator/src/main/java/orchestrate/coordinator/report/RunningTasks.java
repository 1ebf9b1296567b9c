package orchestrate.coordinator.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.report.Deadlock;
import orchestrate.ipc.session.Session;
import orchestrate.worker.WorkerSetup;
import orchestrate.worker.protocol.Activity;
import orchestrate.worker.protocol.WorkerChannel;

/** Which tasks the workers of a session are at, if it is that of a run. */
public final class RunningTasks {
  private final List<Participant> participants;
  private final Map<Participant, List<Activity>> byWorker = new LinkedHashMap<>();

  /** As they are now. */
  public RunningTasks(Session session) {
    this.participants = session.participants();
    for (Participant participant : participants) {
      WorkerSetup.channelFile(session.folder(), participant.label())
          .ifPresent(file -> byWorker.put(participant, in(file)));
    }
  }

  private static List<Activity> in(Path file) {
    try (WorkerChannel channel = WorkerChannel.open(file)) {
      List<Activity> found = new ArrayList<>();
      for (int lane = 0; lane < channel.lanes(); lane++) {
        channel.lane(lane).status().read().ifPresent(found::add);
      }
      return found;
    } catch (NoSuchFileException gone) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A deadlock in the session; what the coordinator holds for a task counts as that task's. */
  public static Optional<Deadlock> deadlock(Session session) {
    return session.deadlock(semaphore -> new RunningTasks(session).heldFor(semaphore));
  }

  /** All tasks that run now. */
  public List<String> all() {
    return byWorker.values().stream().flatMap(List::stream).map(Activity::describe).toList();
  }

  /** Passes on each worker and the tasks that it runs now. */
  public void workers(BiConsumer<Participant, List<String>> to) {
    byWorker.forEach(
        (worker, activities) ->
            to.accept(worker, activities.stream().map(Activity::describe).toList()));
  }

  /** The tasks that a participant runs now. */
  public List<String> of(Participant participant) {
    return byWorker.entrySet().stream()
        .filter(worker -> isSame(worker.getKey(), participant))
        .flatMap(worker -> worker.getValue().stream())
        .map(Activity::describe)
        .toList();
  }

  /** The tasks for which the coordinator holds permits of that semaphore, and their workers. */
  public List<String> holding(String semaphore) {
    List<String> found = new ArrayList<>();
    byWorker.forEach(
        (worker, activities) ->
            activities.stream()
                .filter(activity -> activity.held().containsKey(semaphore))
                .forEach(activity -> found.add(activity.describe() + " on " + worker.label())));
    return found;
  }

  /**
   * Whose the permits of that semaphore really are which the coordinator holds, as far as that is
   * one participant: see {@link #runnerOf}.
   */
  private Map<Participant, Integer> heldFor(String semaphore) {
    Map<Participant, Integer> found = new LinkedHashMap<>();
    byWorker.forEach(
        (worker, activities) -> {
          for (Activity activity : activities) {
            int permits = activity.held().getOrDefault(semaphore, 0);
            if (permits > 0) {
              runnerOf(activity, worker, activities.size())
                  .ifPresent(runner -> found.merge(runner, permits, Integer::sum));
            }
          }
        });
    return found;
  }

  /**
   * Who can't go on if the task can't: a command of the task that takes part in the session, else
   * the worker. One that runs other tasks besides says nothing about this one.
   */
  private Optional<Participant> runnerOf(Activity activity, Participant worker, int activities) {
    String label = "task " + activity.describe() + ": ";
    Optional<Participant> command =
        participants.stream().filter(each -> each.label().startsWith(label)).findFirst();
    return command.isPresent() || activities > 1 ? command : Optional.of(worker);
  }

  /** A participant, and what it runs. */
  public String describe(Participant participant) {
    List<String> tasks = of(participant);
    return participant.describe()
        + (tasks.isEmpty() ? "" : tasks.stream().collect(Collectors.joining(", ", " at ", "")));
  }

  /** The later of the two may have been seen dying. */
  private static boolean isSame(Participant one, Participant other) {
    return one.slot() == other.slot() && one.generation() == other.generation();
  }
}
