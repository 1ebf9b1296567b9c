package orchestrate.coordinator.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import orchestrate.worker.protocol.Activity;
import orchestrate.worker.protocol.LogFiles;

/** What commands had printed when their worker died, before their logs had a name. */
final class LaneLogs {
  private LaneLogs() {}

  /** Gives each lane's file the name of the log of the attempt that it ran. */
  static void keep(WorkerProcess worker, LogFiles files) {
    for (int lane = 0; lane < worker.channel().lanes(); lane++) {
      Path file = files.ofLane(worker.setup().number(), lane);
      var status = worker.channel().lane(lane).status();
      status.read().ifPresent(activity -> keep(file, activity, files));
    }
  }

  private static void keep(Path file, Activity activity, LogFiles files) {
    boolean fanOut = activity.instance() != Activity.NO_FAN_OUT;
    Path log = files.of(activity.task(), activity.instance(), activity.attempt(), fanOut);
    try {
      if (Files.size(file) > 0) {
        Files.move(file, log, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (NoSuchFileException e) {
      // It has its name, or the worker ran no command, or somebody has deleted the logs.
    } catch (IOException e) {
      throw new UncheckedIOException("can't keep the log " + log, e);
    }
  }
}
