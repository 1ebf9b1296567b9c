package orchestrate.coordinator.export;

import java.io.IOException;
import orchestrate.coordinator.journal.RunEvent;

/**
 * Makes a report of a run's events while they happen. What it keeps in memory does not grow with
 * the number of items. All methods belong to the thread of {@link Reports}.
 */
interface Report {
  /** Takes the next event: {@link #time}, and the method for its kind. */
  default void accept(RunEvent event) throws IOException {
    time(event.at());
    switch (event) {
      case RunEvent.AttemptEnded e -> attemptEnded(e);
      case RunEvent.AttemptStarted e -> attemptStarted(e);
      case RunEvent.RunStarted e -> runStarted(e);
      case RunEvent.TaskActivated e -> taskActivated(e);
      case RunEvent.TaskEnded e -> taskEnded(e);
      case RunEvent.RetryPlanned e -> retryPlanned(e);
      case RunEvent.SubtaskEnded e -> subtaskEnded(e);
      case RunEvent.ServiceReady e -> serviceReady(e);
      case RunEvent.EventSet e -> eventSet(e);
      case RunEvent.CancelRequested e -> cancelRequested(e);
      case RunEvent.WorkerRecycled e -> workerRecycled(e);
      case RunEvent.AttemptBegunAgain _,
          RunEvent.RunResumed _,
          RunEvent.JobChanged _,
          RunEvent.FailuresForgotten _,
          RunEvent.ItemsFound _,
          RunEvent.TurnCame _,
          RunEvent.Warned _,
          RunEvent.Paused _,
          RunEvent.Unpaused _,
          RunEvent.Restricted _,
          RunEvent.OutOfDate _,
          RunEvent.ArtifactsKept _,
          RunEvent.SubtasksDone _,
          RunEvent.RunEnded _ -> {}
    }
  }

  /** The next event happened then, in milliseconds since 1970. */
  default void time(long millis) {}

  default void runStarted(RunEvent.RunStarted event) throws IOException {}

  default void taskActivated(RunEvent.TaskActivated event) throws IOException {}

  default void attemptStarted(RunEvent.AttemptStarted event) throws IOException {}

  default void attemptEnded(RunEvent.AttemptEnded event) throws IOException {}

  default void retryPlanned(RunEvent.RetryPlanned event) throws IOException {}

  default void subtaskEnded(RunEvent.SubtaskEnded event) throws IOException {}

  default void serviceReady(RunEvent.ServiceReady event) throws IOException {}

  default void eventSet(RunEvent.EventSet event) throws IOException {}

  default void taskEnded(RunEvent.TaskEnded event) throws IOException {}

  default void cancelRequested(RunEvent.CancelRequested event) throws IOException {}

  default void workerRecycled(RunEvent.WorkerRecycled event) throws IOException {}

  /** Writes what of the events so far is ready. */
  void flush() throws IOException;

  /** There are no more events: writes the rest. */
  void finish() throws IOException;
}
