package orchestrate.coordinator.run;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.Recorded;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import org.jspecify.annotations.Nullable;

/**
 * Tells a run again from its journal, as its last process has told it to those who added it up: of
 * what happened before it was resumed, what counted then; and after that everything.
 */
public final class Retelling implements Consumer<RunEvent> {
  private final Recollection before;
  private final Renumbering renumbering;
  private final Consumer<RunEvent> to;
  private int resumptions;

  /**
   * @param count has been told all that will be told
   */
  Retelling(Plan plan, String runId, List<String> firstTasks, Count count, Consumer<RunEvent> to) {
    this.to = to;
    this.resumptions = count.resumptions;
    var forgotten = new Forgotten(count.anew, count.forgottenFailures);
    this.before = new Recollection(plan, runId, firstTasks, forgotten, to);
    this.renumbering = new Renumbering(plan.tasks().stream().map(PlannedTask::name).toList());
    renumbering.from(firstTasks);
  }

  /**
   * Tells it all, as far as it can be read. The run may be under way in another process.
   *
   * @param plan whose tasks are meant by the numbers in what is told; what is about others is left
   *     out
   * @throws IOException if the journal can't be read at all
   */
  public static Recorded tell(RunFolder folder, Plan plan, Consumer<RunEvent> to)
      throws IOException {
    List<String> firstTasks = Beginning.readFirst(folder.path()).taskNames();
    var count = new Count();
    long events = JournalReader.read(folder.path(), count).events();
    var words = new RetoldWords(plan, RetoldWords.unchangedTasks(folder, plan), to);
    var retelling = new Retelling(plan, folder.id(), firstTasks, count, words);
    // What a run that is under way has told since does not fit what was counted.
    return JournalReader.read(folder.path(), new First(events, retelling));
  }

  /** What must be known of the whole before any of it is told. */
  static final class Count implements Consumer<RunEvent> {
    private final Map<String, Integer> anew = new HashMap<>();
    private int resumptions;
    private int forgottenFailures;

    @Override
    public void accept(RunEvent event) {
      switch (event) {
        case RunEvent.RunResumed _ -> resumptions++;
        case RunEvent.FailuresForgotten _ -> forgottenFailures++;
        case RunEvent.JobChanged changed ->
            changed.anew().forEach(name -> anew.merge(name, 1, Integer::sum));
        default -> {}
      }
    }
  }

  /** Passes on so many, and no more. */
  private static final class First implements Consumer<RunEvent> {
    private final Consumer<RunEvent> to;
    private long left;

    First(long count, Consumer<RunEvent> to) {
      this.left = count;
      this.to = to;
    }

    @Override
    public void accept(RunEvent event) {
      if (left > 0) {
        left--;
        to.accept(event);
      }
    }
  }

  @Override
  public void accept(RunEvent event) {
    if (resumptions == 0) {
      tell(event);
      return;
    }
    if (event instanceof RunEvent.RunResumed && --resumptions == 0) {
      before.end();
      renumbering.from(before.lastTasks());
      tell(event);
    } else {
      before.accept(event);
    }
  }

  private void tell(RunEvent event) {
    if (event instanceof RunEvent.JobChanged(long _, List<String> tasks, List<String> _)) {
      renumbering.from(tasks);
    }
    @Nullable RunEvent now = renumbering.of(event);
    if (now != null) {
      to.accept(now);
    }
  }
}
