package orchestrate.coordinator.cli.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import orchestrate.coordinator.run.Signals;

/** What the terminal does that this process is in the foreground of. */
final class Terminal {
  // Numbered as in proc_pid_stat(5), from the field after the command name, which is number 3.
  private static final int GROUP = 5 - 3;
  private static final int FOREGROUND_GROUP = 8 - 3;

  private Terminal() {}

  /**
   * Whether the signal came by Ctrl-C, as far as can be told: then it went to our whole group, and
   * who hands it on sends it twice.
   */
  static boolean hasSentToAll(Signals.Stop signal) {
    return signal == Signals.Stop.INT && isOursNow();
  }

  private static boolean isOursNow() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[GROUP].equals(fields[FOREGROUND_GROUP]);
    } catch (IOException noProc) {
      return false;
    }
  }
}
