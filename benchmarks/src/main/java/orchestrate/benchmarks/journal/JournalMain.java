package orchestrate.benchmarks.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;
import orchestrate.coordinator.journal.Journal;
import orchestrate.coordinator.journal.JournalReader;
import orchestrate.coordinator.journal.Ran;
import orchestrate.coordinator.journal.Recorded;
import orchestrate.coordinator.journal.RunEvent;
import orchestrate.coordinator.journal.Segment;
import orchestrate.coordinator.schedule.Outcome;
import orchestrate.worker.protocol.ResourceUse;

/**
 * Writes journals and reads one. Arguments: how many appends are timed, and as many to warm up; how
 * many tasks the journal has that is read.
 */
final class JournalMain {
  static final String APPEND = "append";
  static final String SIZE = "size";
  static final String REPLAY = "replay";

  private static final long BEGIN = 1_795_946_400_000L;

  private JournalMain() {}

  public static void main(String[] arguments) throws IOException {
    int appends = Integer.parseInt(arguments[0]);
    int tasks = Integer.parseInt(arguments[1]);
    try (SharedFolder folder = SharedFolder.given()) {
      append(folder.path().resolve("short"), appends);
      Path run = folder.path().resolve("long");
      write(run, tasks);
      Output.sample(SIZE, JournalReader.bytes(run) / (double) tasks);
      replay(run, tasks);
    }
    Output.flush();
  }

  private static void append(Path run, int appends) {
    var nanos = new long[appends];
    try (Journal journal = Journal.open(Segment.first(run).folder())) {
      for (int i = 0; i < appends; i++) {
        append(journal, i);
      }
      for (int i = 0; i < appends; i++) {
        long start = System.nanoTime();
        append(journal, i);
        nanos[i] = System.nanoTime() - start;
      }
    }
    for (long each : nanos) {
      Output.sample(APPEND, (double) each);
    }
  }

  private static void write(Path run, int tasks) {
    try (Journal journal = Journal.open(Segment.first(run).folder())) {
      for (int i = 0; i < tasks; i++) {
        append(journal, i);
      }
    }
  }

  private static void append(Journal journal, int task) {
    long at = BEGIN + task / 100;
    journal.accept(new RunEvent.AttemptStarted(at, 0, task, 1));
    var well = new Outcome.Succeeded(Map.of());
    var ran = new Ran(null, 1 + task % 4, 0, TimeUnit.MILLISECONDS.toNanos(at) - task % 900, 0);
    journal.accept(
        new RunEvent.AttemptEnded(
            at, 0, task, 1, 2_000_000, ResourceUse.NONE, well, false, null, ran));
    journal.commit();
  }

  private static void replay(Path run, int tasks) throws IOException {
    var ended = new int[1];
    long start = System.nanoTime();
    Recorded recorded =
        JournalReader.read(
            run,
            event -> {
              if (event instanceof RunEvent.AttemptEnded) {
                ended[0]++;
              }
            });
    Output.sample(REPLAY, (double) (System.nanoTime() - start));
    if (ended[0] != tasks || recorded.damage() != null) {
      throw new IOException("of %d tasks %d were read: %s".formatted(tasks, ended[0], recorded));
    }
  }
}
