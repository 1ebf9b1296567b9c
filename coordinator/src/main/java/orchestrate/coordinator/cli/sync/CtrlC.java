package orchestrate.coordinator.cli.sync;

import orchestrate.coordinator.run.Signals;
import orchestrate.ipc.os.Terminal;

/** A signal that somebody has sent by pressing Ctrl-C. */
final class CtrlC {
  private CtrlC() {}

  /**
   * Whether the signal came by Ctrl-C, as far as can be told: then it went to our whole group, and
   * who hands it on sends it twice.
   */
  static boolean hasSentToAll(Signals.Stop signal) {
    return signal == Signals.Stop.INT && Terminal.isForeground();
  }
}
