package orchestrate.coordinator.cli.sync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import orchestrate.coordinator.report.RunningTasks;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedLatch;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedSemaphore;

/**
 * An object as it was when looked at.
 *
 * @param state in words
 * @param values the same for programs
 * @param heldFor the tasks for which the coordinator holds some of it
 * @param waiting the longest wait first
 * @param tasks what the processes run
 */
public record ObjectView(
    String name,
    String kind,
    String state,
    Map<String, Object> values,
    Map<Participant, Integer> holders,
    List<String> heldFor,
    List<Waiter> waiting,
    RunningTasks tasks) {

  /** It as it is now. */
  public static ObjectView of(SharedObject object, RunningTasks tasks) {
    var values = new LinkedHashMap<String, Object>();
    String state =
        switch (object) {
          case SharedSemaphore semaphore -> {
            int available = semaphore.availablePermits();
            values.put("permits", semaphore.permits());
            values.put("available", available);
            yield "%d of %d free".formatted(available, semaphore.permits());
          }
          case SharedEvent event -> {
            values.put("set", event.isSet());
            yield event.isSet() ? "set" : "not set";
          }
          case SharedBarrier barrier -> {
            values.put("parties", barrier.getParties());
            values.put("arrived", barrier.getNumberWaiting());
            values.put("broken", barrier.isBroken());
            yield barrier.isBroken()
                ? "broken"
                : "%d of %d arrived".formatted(barrier.getNumberWaiting(), barrier.getParties());
          }
          case SharedLock lock -> {
            values.put("locked", lock.isLocked());
            values.put("abandoned", lock.abandonedBy().isPresent());
            yield (lock.isLocked() ? "held" : "free")
                + lock.abandonedBy().map(dead -> ", left by " + dead.describe()).orElse("");
          }
          case SharedLatch latch -> {
            values.put("count", latch.getCount());
            yield latch.getCount() + " to go";
          }
          case SharedCounter counter -> {
            values.put("value", counter.get());
            yield Long.toString(counter.get());
          }
          default -> {
            values.put("state", ownWords(object));
            yield ownWords(object);
          }
        };
    return new ObjectView(
        object.name(),
        object.kind(),
        state,
        values,
        object.holders(),
        tasks.holding(object.name()),
        object.waiting(),
        tasks);
  }

  /** {@code kind 'name' (in words)}. */
  private static String ownWords(SharedObject object) {
    String text = object.toString();
    int begin = object.kind().length() + object.name().length() + " '' (".length();
    return begin < text.length() ? text.substring(begin, text.length() - 1) : text;
  }

  /** Name, kind, state, who holds it, who waits for it: for people. */
  public List<String> row() {
    return List.of(
        name,
        kind,
        state,
        holders.entrySet().stream().map(ObjectView::holder).collect(Collectors.joining(", ")),
        waiting.isEmpty()
            ? ""
            : "%d, longest %s".formatted(waiting.size(), Text.of(waiting.getFirst().waited())));
  }

  private static String holder(Map.Entry<Participant, Integer> entry) {
    String who = entry.getKey().describe();
    return entry.getValue() == 1 ? who : entry.getValue() + " by " + who;
  }

  /** For JSON: holders and waiters with their process. */
  public Map<String, Object> toMap() {
    var map = new LinkedHashMap<String, Object>();
    map.put("name", name);
    map.put("kind", kind);
    map.putAll(values);
    map.put(
        "holders",
        holders.entrySet().stream()
            .map(entry -> with(entry.getKey(), Map.of("count", entry.getValue())))
            .toList());
    map.put("heldFor", heldFor);
    map.put("waiting", waiting.stream().map(this::toMap).toList());
    return map;
  }

  private Map<String, Object> toMap(Waiter waiter) {
    return with(
        waiter.participant(),
        Map.of(
            "thread", waiter.thread(),
            "waitedMs", waiter.waited().toMillis(),
            "tag", waiter.tag()));
  }

  private Map<String, Object> with(Participant participant, Map<String, Object> more) {
    var map = new LinkedHashMap<String, Object>();
    map.put("label", participant.label());
    map.put("pid", participant.pid());
    map.put("alive", participant.alive());
    map.put("tasks", tasks.of(participant));
    map.putAll(more);
    return map;
  }
}
