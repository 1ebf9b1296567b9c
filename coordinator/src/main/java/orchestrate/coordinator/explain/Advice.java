package orchestrate.coordinator.explain;

import java.util.ArrayList;
import java.util.List;
import orchestrate.coordinator.schedule.Outcome;

/** What somebody can do about a failure. */
final class Advice {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private Advice() {}

  /**
   * About one that has failed for good.
   *
   * @param name of the instance, as other commands take it
   */
  static List<String> about(Outcome.Failure failure, String run, String name, boolean hasLog) {
    var advice = new ArrayList<String>();
    switch (failure) {
      case Outcome.TimedOut _ ->
          advice.add(
              "find out what it was at when its time was over, or give it a longer `timeout`");
      case Outcome.OutOfMemory _ ->
          advice.add(
              "give it more memory: by -Xmx in workers.java-options, or fewer at a time by -j");
      case Outcome.Exited(int code, _) when code == NOT_FOUND ->
          advice.add("127 says that a command was not found: see PATH, and how it is written");
      case Outcome.Exited(int code, _) when code == NOT_EXECUTABLE ->
          advice.add("126 says that a command is there and can't be run: chmod +x makes it so");
      case Outcome.NotReady _ ->
          advice.add("see whether its `ready` looks for the right thing, and waits long enough");
      case Outcome.FailedToStart _ ->
          advice.add("mend what the reason says: nothing of it was run");
      case Outcome.PipelineFailed _ -> advice.add("explain the task that failed first");
      case Outcome.Exited _, Outcome.Failed _, Outcome.Crashed _, Outcome.WorkerLost _ -> {}
    }
    if (hasLog) {
      advice.add(
          "read all that it has printed: orchestrate logs %s %s".formatted(run, quoted(name)));
    }
    return advice;
  }

  /** Brackets are a pattern to a shell. */
  private static String quoted(String name) {
    return name.endsWith("]") ? "'" + name + "'" : name;
  }
}
