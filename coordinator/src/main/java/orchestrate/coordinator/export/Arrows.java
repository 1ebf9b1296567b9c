package orchestrate.coordinator.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.export.TraceWriter.Place;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;

/** The arrows from tasks to those that need them, where both run once: from end to beginning. */
final class Arrows {
  /** A plan may have many times more needs than tasks. */
  private static final int MOST = 100_000;

  private final Plan plan;
  private final Map<Integer, Place> firsts = new HashMap<>();
  private final Map<Integer, Place> lasts = new HashMap<>();
  private long drawn;

  Arrows(Plan plan) {
    this.plan = plan;
  }

  /** An attempt of a task was drawn there. */
  void drawn(PlannedTask task, Place place) {
    if (!task.isFanOut()) {
      firsts.putIfAbsent(task.number(), place);
      lasts.put(task.number(), place);
    }
  }

  /** Draws them, when all slices are. */
  void draw(TraceWriter out) {
    for (PlannedTask task : plan.tasks()) {
      Place to = firsts.get(task.number());
      if (to != null) {
        draw(task, to, out);
      }
    }
  }

  private void draw(PlannedTask task, Place to, TraceWriter out) {
    for (Place from : needsOf(task)) {
      if (from.start() <= to.start() && drawn < MOST) {
        out.arrow(++drawn, from, to);
      }
    }
  }

  private List<Place> needsOf(PlannedTask task) {
    var places = new ArrayList<Place>();
    for (int need : task.needs()) {
      // A service that others need goes on while they run.
      Place place = plan.task(need).spec().isService() ? firsts.get(need) : lasts.get(need);
      if (place != null) {
        places.add(place);
      }
    }
    return places;
  }
}
