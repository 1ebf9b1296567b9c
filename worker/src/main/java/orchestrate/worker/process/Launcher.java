package orchestrate.worker.process;

import java.io.IOException;

/**
 * A lane's way to start its commands. Each has ended, and was waited for, before the next is
 * started.
 */
public sealed interface Launcher permits SpawnLauncher, PortableLauncher {
  /** {@code -Dorchestrate.launcher=portable} has all machines do without posix_spawn. */
  String CHOICE = "orchestrate.launcher";

  /** The best that there is on this machine. */
  static Launcher of(LaneSetup setup) throws IOException {
    boolean portable = "portable".equals(System.getProperty(CHOICE)) || !PosixSpawn.isThere();
    return portable ? new PortableLauncher(setup) : new SpawnLauncher(setup);
  }

  /**
   * Starts a command.
   *
   * @throws IOException if it can't be started; the message says why
   */
  CommandProcess start(Command command) throws IOException;
}
