package orchestrate.coordinator.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import orchestrate.coordinator.analysis.CriticalPath.Span;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;

/** What each task of a run waited for: its needs, who set its events, and all others. */
final class Dependencies {
  private Dependencies() {}

  /**
   * By task, the numbers of the others.
   *
   * @param spans when the tasks ran: of those that set an event the first counts
   */
  static List<List<Integer>> of(Plan plan, List<Span> spans) {
    Map<String, Integer> setters = setters(plan, spans);
    var ordinary = IntStream.range(0, plan.tasks().size());
    List<Integer> notFinal =
        ordinary.filter(number -> !plan.task(number).spec().isFinal()).boxed().toList();
    var all = new ArrayList<List<Integer>>();
    for (PlannedTask task : plan.tasks()) {
      if (task.spec().isFinal()) {
        all.add(notFinal);
        continue;
      }
      var needs = new ArrayList<>(task.needs());
      for (String event : task.spec().waitsFor()) {
        Integer setter = setters.get(event);
        // Whoever is told to wait for an event may come when it has been set long since.
        if (setter != null && spans.get(setter).end() < spans.get(task.number()).start()) {
          needs.add(setter);
        }
      }
      all.add(needs);
    }
    return all;
  }

  private static Map<String, Integer> setters(Plan plan, List<Span> spans) {
    Map<String, Integer> setters = new HashMap<>();
    for (PlannedTask task : plan.tasks()) {
      if (spans.get(task.number()).ran()) {
        for (String event : task.spec().sets()) {
          setters.merge(
              event,
              task.number(),
              (one, other) -> spans.get(one).end() <= spans.get(other).end() ? one : other);
        }
      }
    }
    return setters;
  }
}
