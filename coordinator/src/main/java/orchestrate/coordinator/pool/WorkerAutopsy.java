package orchestrate.coordinator.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import orchestrate.worker.autopsy.CrashReport;
import orchestrate.worker.autopsy.SignalNames;
import orchestrate.worker.protocol.LogFiles;
import org.jspecify.annotations.Nullable;

/** Why a worker has ended, by what it leaves: exit value, last words, crash report, log. */
final class WorkerAutopsy {
  private static final int SIGNAL_BASE = 128;
  private static final String OUT_OF_MEMORY = "java.lang.OutOfMemoryError";

  private final LogFiles files;
  private final SignalNames signals;

  WorkerAutopsy(LogFiles files, SignalNames signals) {
    this.files = files;
    this.signals = signals;
  }

  /** What happened, why, and where to look. */
  WorkerExit of(WorkerProcess worker, int exitValue) {
    String name = worker.setup().label();
    if (worker.end() != null) {
      return lost(worker.end().describe(name));
    }
    Path report = files.ofCrash(worker.setup().number());
    String crash = CrashReport.summary(report);
    if (crash != null) {
      return lost("%s crashed: %s; its crash report is %s".formatted(name, crash, report));
    }
    return switch (worker.channel().wayOut()) {
      case EXIT_CALLED ->
          lost("System.exit(%d) was called and ended %s".formatted(exitValue, name));
      case SIGNAL ->
          lost("%s was ended by %s".formatted(name, SignalNames.name(exitValue - SIGNAL_BASE)));
      case NONE -> atOneStroke(name, exitValue, files.ofWorker(worker.setup().number()));
    };
  }

  private static WorkerExit lost(String cause) {
    return new WorkerExit(cause, false);
  }

  private WorkerExit atOneStroke(String name, int exitValue, Path log) {
    int signal = exitValue - SIGNAL_BASE;
    if (SignalNames.isKnown(signal)) {
      return lost(name + " was killed by " + signals.describe(signal));
    }
    String error = outOfMemory(log);
    if (error == null) {
      return lost(
          "%s exited with code %d, and not by System.exit; see %s".formatted(name, exitValue, log));
    }
    return new WorkerExit(
        "%s ran out of memory: %s; workers.java-options can give it more, with -Xmx for the heap; see %s"
            .formatted(name, error, log),
        true);
  }

  private static @Nullable String outOfMemory(Path log) {
    try (var lines = Files.lines(log, ISO_8859_1)) {
      return lines
          .filter(line -> line.contains(OUT_OF_MEMORY))
          .map(line -> line.substring(line.indexOf(OUT_OF_MEMORY)))
          .findFirst()
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }
}
