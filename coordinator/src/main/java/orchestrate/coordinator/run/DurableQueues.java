package orchestrate.coordinator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import orchestrate.config.DeclaredQueue;
import orchestrate.coordinator.files.OwnFolder;
import orchestrate.coordinator.plan.Plan;
import orchestrate.ipc.session.Session;
import orchestrate.worker.durable.DurablePlace;
import orchestrate.worker.durable.DurableTexts;

/** The durable queues of a job: {@code .orchestrate/queues/NAME/} beside the job file. */
public final class DurableQueues {
  private DurableQueues() {}

  /** Whether the job has any. */
  static boolean areIn(Plan plan) {
    return plan.job().queues().values().stream().anyMatch(DeclaredQueue::durable);
  }

  /**
   * Makes them the session's own, so that its processes can open them and no other run can; puts in
   * order what a crash has left.
   *
   * @throws DurableQueueException if that is not possible: another run uses one, or it is damaged
   */
  public static void claim(Plan plan, Session session) throws DurableQueueException, IOException {
    if (!areIn(plan)) {
      return;
    }
    Path state = OwnFolder.make(RunFolder.stateOf(plan.job().directory().toAbsolutePath()));
    Path folder = OwnFolder.make(state.resolve("queues"));
    var places = new LinkedHashMap<String, DurablePlace>();
    plan.job()
        .queues()
        .forEach(
            (name, queue) -> {
              if (queue.durable()) {
                places.put(
                    name,
                    new DurablePlace(folder.resolve(name), queue.capacity(), TextQueues.MAX_BYTES));
              }
            });
    for (Map.Entry<String, DurablePlace> place : places.entrySet()) {
      claim(place.getKey(), place.getValue(), session);
    }
    DurablePlace.note(session.folder(), places);
  }

  private static void claim(String name, DurablePlace place, Session session)
      throws DurableQueueException {
    try {
      DurableTexts.open(session, place).close();
    } catch (IOException
        | UncheckedIOException
        | IllegalStateException
        | IllegalArgumentException e) {
      throw new DurableQueueException(name, e);
    }
  }
}
