package orchestrate.coordinator.cli.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.history.Ending;
import orchestrate.coordinator.history.PastRun;
import orchestrate.coordinator.history.RunHistory;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.preview.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Runs for programs.
 *
 * @param format the number of this format: it grows if something changes its meaning
 * @param strangers what is no run's, by name
 */
record RunsJson(int format, String folder, List<Run> runs, List<String> strangers) {
  /**
   * One run.
   *
   * @param result a word
   * @param reason of one that was stopped, or that can't be read
   * @param tasks how many have ended in which way; null without a result
   * @param journalBytes how long its journal is; null if that can't be read
   */
  record Run(
      String run,
      @Nullable String job,
      Instant began,
      @Nullable Long millis,
      String result,
      @Nullable String reason,
      @Nullable Long pid,
      @Nullable Map<String, Integer> tasks,
      @Nullable Long journalBytes) {}

  static String of(RunHistory history, List<PastRun> runs) {
    return JsonText.of(
        new RunsJson(
            1,
            history.folder().toString(),
            runs.stream().map(RunsJson::run).toList(),
            history.strangers().stream().map(Path::getFileName).map(Path::toString).toList()));
  }

  private static Run run(PastRun run) {
    Ending ending = run.ending();
    var took = run.took();
    return new Run(
        run.id(),
        run.job(),
        run.began(),
        took == null ? null : took.toMillis(),
        ending.word(),
        switch (ending) {
          case Ending.Stopped(String reason) -> reason;
          case Ending.Unknown(String why) -> why;
          case Ending.Succeeded _, Ending.Failed _, Ending.Running _, Ending.Died _ -> null;
        },
        ending instanceof Ending.Running(long pid) ? pid : null,
        run.tasks().isEmpty() ? null : run.counts(),
        journalBytes(run));
  }

  private static @Nullable Long journalBytes(PastRun run) {
    try {
      return JournalReader.bytes(run.folder().path());
    } catch (IOException unknown) {
      return null; // As all that isn't known of a run.
    }
  }
}
