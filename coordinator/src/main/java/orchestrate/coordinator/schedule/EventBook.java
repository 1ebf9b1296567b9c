package orchestrate.coordinator.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The events of the job: which are set, who may set them, who waits for them. */
final class EventBook {
  private final Map<String, List<TaskProgress>> waiters = new HashMap<>();
  private final Map<String, List<TaskProgress>> setters = new HashMap<>();
  private final Set<String> set = new HashSet<>();

  void enter(TaskProgress task) {
    for (String event : task.task().spec().waitsFor()) {
      waiters.computeIfAbsent(event, name -> new ArrayList<>()).add(task);
    }
    for (String event : task.task().spec().sets()) {
      setters.computeIfAbsent(event, name -> new ArrayList<>()).add(task);
    }
  }

  /** Sets the event; false if it was set already. */
  boolean set(String event) {
    return set.add(event);
  }

  boolean isSet(String event) {
    return set.contains(event);
  }

  List<TaskProgress> waiters(String event) {
    return waiters.getOrDefault(event, List.of());
  }

  /** Whether the event is not set, and nobody is left who could. */
  boolean canNeverBeSet(String event) {
    return !set.contains(event) && setters(event).stream().allMatch(TaskProgress::isEnded);
  }

  List<TaskProgress> setters(String event) {
    return setters.getOrDefault(event, List.of());
  }
}
