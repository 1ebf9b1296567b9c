package orchestrate.coordinator.cli.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.session.Session;
import orchestrate.worker.WorkerSetup;
import orchestrate.worker.protocol.Activity;
import orchestrate.worker.protocol.WorkerChannel;

/** Which tasks the workers of a session are at, if it is that of a run. */
final class RunningTasks {
  private final Map<String, List<Activity>> byWorker = new LinkedHashMap<>();

  RunningTasks(Session session) {
    for (Participant participant : session.participants()) {
      WorkerSetup.channelFile(session.folder(), participant.label())
          .ifPresent(file -> byWorker.put(participant.label(), in(file)));
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

  /** The tasks that a participant runs now. */
  List<String> of(Participant participant) {
    return byWorker.getOrDefault(participant.label(), List.of()).stream()
        .map(Activity::describe)
        .toList();
  }

  /** The tasks for which the coordinator holds permits of that semaphore, and their workers. */
  List<String> holding(String semaphore) {
    List<String> found = new ArrayList<>();
    byWorker.forEach(
        (worker, activities) ->
            activities.stream()
                .filter(activity -> activity.held().contains(semaphore))
                .forEach(activity -> found.add(activity.describe() + " on " + worker)));
    return found;
  }

  /** A participant, and what it runs. */
  String describe(Participant participant) {
    List<String> tasks = of(participant);
    return participant.describe()
        + (tasks.isEmpty() ? "" : tasks.stream().collect(Collectors.joining(", ", " at ", "")));
  }
}
