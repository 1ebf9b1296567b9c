package orchestrate.coordinator.cli;

import orchestrate.coordinator.journal.Journal;
import orchestrate.coordinator.pool.Spawner;
import orchestrate.ipc.os.Libc;

/**
 * Makes ready, on a thread of its own, what every run needs and what takes long the first time:
 * meanwhile the main thread reads the command line and the job file. It does nothing that a run
 * would not do itself, only sooner.
 */
final class HeadStart {
  private HeadStart() {}

  /** Also starts a worker, which takes as long to boot as all the rest together. */
  static void begin(Spawner spawner) {
    spawner.startEarly();
    Thread.ofPlatform().name("head-start").daemon().start(HeadStart::work);
  }

  private static void work() {
    try {
      if (Libc.IS_LINUX) {
        int _ = Libc.threadId();
      }
      Journal.load();
    } catch (RuntimeException | LinkageError e) {
      // The run will meet the same, where it can be told.
    }
  }
}
