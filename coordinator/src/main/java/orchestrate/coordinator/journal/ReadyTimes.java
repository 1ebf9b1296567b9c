package orchestrate.coordinator.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * When tasks could have begun, as far as a run's events say: when the last that each needs was
 * there. Times are in whatever unit the caller has. Not thread-safe.
 */
public final class ReadyTimes {
  /**
   * What a task waits for before it may begin.
   *
   * @param needs numbers of tasks
   * @param events names of events
   * @param last whether it waits for all that are not last
   */
  public record Preconditions(List<Integer> needs, List<String> events, boolean last) {
    public Preconditions {
      needs = List.copyOf(needs);
      events = List.copyOf(events);
    }
  }

  private final List<Preconditions> tasks;
  private final long[] readyAt;
  private final boolean[] isMet;
  private int openOthers;
  private final Set<String> setEvents = new HashSet<>();
  private final List<List<Integer>> dependents;
  private final Map<String, List<Integer>> waiters = new HashMap<>();
  private final List<Integer> lasts = new ArrayList<>();

  /**
   * Nothing has happened yet: who needs nothing is ready from time 0.
   *
   * @param tasks by number
   */
  public ReadyTimes(List<Preconditions> tasks) {
    this.tasks = List.copyOf(tasks);
    this.readyAt = new long[tasks.size()];
    this.isMet = new boolean[tasks.size()];
    this.dependents = new ArrayList<>(Collections.nCopies(tasks.size(), List.of()));
    for (int task = 0; task < tasks.size(); task++) {
      int number = task;
      for (int need : tasks.get(task).needs()) {
        if (dependents.get(need).isEmpty()) {
          dependents.set(need, new ArrayList<>());
        }
        dependents.get(need).add(number);
      }
      tasks
          .get(task)
          .events()
          .forEach(event -> waiters.computeIfAbsent(event, _ -> new ArrayList<>()).add(number));
      if (tasks.get(task).last()) {
        lasts.add(number);
      } else {
        openOthers++;
      }
    }
  }

  /** A task has ended, or is a service that can be used. */
  public void met(int task, long time) {
    openOthers -= isMet[task] || tasks.get(task).last() ? 0 : 1;
    isMet[task] = true;
    dependents.get(task).forEach(dependent -> readyAt[dependent] = time);
    if (!tasks.get(task).last()) {
      lasts.forEach(last -> readyAt[last] = time);
    }
  }

  /** An event was set. */
  public void set(String event, long time) {
    setEvents.add(event);
    waiters.getOrDefault(event, List.of()).forEach(waiter -> readyAt[waiter] = time);
  }

  /** The items of a task are known. */
  public void activated(int task, long time) {
    readyAt[task] = time;
  }

  /** Whether all is there that the task needs. */
  public boolean isReady(int task) {
    Preconditions all = tasks.get(task);
    return (!all.last() || openOthers == 0)
        && all.needs().stream().allMatch(need -> isMet[need])
        && setEvents.containsAll(all.events());
  }

  /** Numbers of the tasks that it still waits for. */
  public List<Integer> openNeeds(int task) {
    Preconditions all = tasks.get(task);
    IntStream others =
        all.last()
            ? IntStream.range(0, tasks.size()).filter(other -> !tasks.get(other).last())
            : IntStream.empty();
    return IntStream.concat(others, all.needs().stream().mapToInt(need -> need))
        .filter(need -> !isMet[need])
        .boxed()
        .toList();
  }

  /** The events that it still waits for. */
  public List<String> openEvents(int task) {
    return tasks.get(task).events().stream().filter(event -> !setEvents.contains(event)).toList();
  }

  /** When the last was there that the task needs, of what has happened so far. */
  public long of(int task) {
    return readyAt[task];
  }
}
