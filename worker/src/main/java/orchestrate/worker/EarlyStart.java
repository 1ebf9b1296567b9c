package orchestrate.worker;

import orchestrate.worker.process.Kernel;
import orchestrate.worker.protocol.LogFiles;

/** What a worker does that boots before there is a run, and so before there are folders for it. */
final class EarlyStart {
  private EarlyStart() {}

  /** Nothing a worker would not do by itself, but before its first task waits for it. */
  static void makeReady() {
    CommandTaskRunner.load();
  }

  /**
   * From now on it prints into its log, and a crash of its JVM is reported beside that: the JVM was
   * told no folder for it, so it takes the one in which it is.
   */
  static void moveTo(WorkerSetup setup) {
    var logs = LogFiles.of(setup.runFolder());
    Kernel.changeFolder(logs.folder());
    Kernel.redirectOutput(logs.ofWorker(setup.number()));
  }
}
