package orchestrate.coordinator.run;

import java.util.List;
import orchestrate.coordinator.fresh.Reasons;
import org.jspecify.annotations.Nullable;

/** What a run would do with a task that names its inputs, as things are now. */
public sealed interface Prospect {
  /**
   * Nothing.
   *
   * @param since the run that has done it, of several the newest; null if it has no items
   */
  record UpToDate(@Nullable String since) implements Prospect {}

  /**
   * It would run it.
   *
   * @param since the run in which it succeeded last; null if none is known
   */
  record Due(Reasons because, @Nullable String since) implements Prospect {}

  /** It would put back what the task has made before, instead of running it. */
  record PutBack(Reasons because) implements Prospect {}

  /**
   * It would run some of its instances.
   *
   * @param due how many
   * @param putBack of how many the files would be put back instead
   * @param count of how many
   * @param first the first that is not up to date, as a person would call it
   * @param because why it isn't
   */
  record PartlyDue(long due, long putBack, long count, String first, Reasons because)
      implements Prospect {}

  /** That can't be told before these tasks, which come before it, have run. */
  record Unknown(List<String> until) implements Prospect {
    public Unknown {
      until = List.copyOf(until);
    }
  }

  /** It has so many items that they were not looked at. */
  record TooMany(long count) implements Prospect {}

  /** The task would fail, or it can't be found out. */
  record Fails(String reason) implements Prospect {}
}
