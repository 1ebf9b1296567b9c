package orchestrate.coordinator.preview;

import java.util.List;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.run.Prospect;

/** What a run would do with a task, in words. */
final class ProspectText {
  private static final int SHOWN_TASKS = 3;

  private ProspectText() {}

  static String of(Prospect prospect) {
    return switch (prospect) {
      case Prospect.UpToDate(String since) when since == null -> "up to date: it has no items";
      case Prospect.UpToDate(String since) -> "up to date since " + since;
      case Prospect.Due(Reasons because, _) -> "would run because " + because.brief();
      case Prospect.PutBack(Reasons because) ->
          "would not run: what it makes is kept, and put back because " + because.brief();
      case Prospect.PartlyDue(long due, long putBack, long count, String first, Reasons because) ->
          "%,d of %,d would run%s; %s because %s"
              .formatted(
                  due,
                  count,
                  putBack == 0 ? "" : ", and what %,d make be put back".formatted(putBack),
                  first,
                  because.brief());
      case Prospect.Unknown(List<String> until) -> "unknown until " + until(until);
      case Prospect.TooMany(long count) ->
          "not looked at: %,d items are too many for that".formatted(count);
      case Prospect.Fails(String reason) -> "as things are it would fail: " + reason;
    };
  }

  private static String until(List<String> tasks) {
    if (tasks.size() == 1) {
      return tasks.getFirst() + " has run";
    }
    List<String> shown = tasks.subList(0, Math.min(SHOWN_TASKS, tasks.size()));
    String more =
        tasks.size() > SHOWN_TASKS ? " and %d more".formatted(tasks.size() - SHOWN_TASKS) : "";
    return String.join(", ", shown) + more + " have run";
  }
}
