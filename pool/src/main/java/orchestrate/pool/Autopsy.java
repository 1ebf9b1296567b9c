package orchestrate.pool;

import java.nio.file.Path;
import orchestrate.worker.autopsy.CrashReport;
import orchestrate.worker.autopsy.SignalNames;

/** Why a worker has ended, in words. */
final class Autopsy {
  private static final int SIGNAL_BASE = 128;

  private Autopsy() {}

  static String of(WorkerHandle worker, int exitValue) {
    String name = worker.label();
    String reason = worker.endedFor();
    if (reason != null) {
      return "%s was killed by its pool: %s".formatted(name, reason);
    }
    Path report = Launch.crashReport(String.valueOf(pid(worker)));
    String crash = CrashReport.summary(report);
    if (crash != null) {
      return "%s crashed: %s; its crash report is %s".formatted(name, crash, report);
    }
    int signal = exitValue - SIGNAL_BASE;
    if (SignalNames.isKnown(signal)) {
      return worker.link().ends()
          ? "%s was ended by %s".formatted(name, SignalNames.name(signal))
          : "%s was killed by %s".formatted(name, new SignalNames().describe(signal));
    }
    return worker.link().ends()
        ? "%s ended: its task called System.exit(%d)".formatted(name, exitValue)
        : "%s exited with code %d".formatted(name, exitValue);
  }

  private static long pid(WorkerHandle worker) {
    Process process = worker.process();
    return process == null ? 0 : process.pid();
  }
}
