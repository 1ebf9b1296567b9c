package orchestrate.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the coordinator tells a worker when it starts it, as command-line arguments.
 *
 * @param session the folder of the run's shared memory
 * @param number of the worker, counted from 1; a replacement gets a new one
 * @param lanes how many tasks it runs at a time
 * @param coordinator process id of the coordinator
 * @param runFolder where logs go
 * @param jobFolder where tasks run
 */
public record WorkerSetup(
    Path session, int number, int lanes, long coordinator, Path runFolder, Path jobFolder) {

  private static final String LABEL = "worker ";

  public List<String> toArguments() {
    return List.of(
        session.toString(),
        Integer.toString(number),
        Integer.toString(lanes),
        Long.toString(coordinator),
        runFolder.toString(),
        jobFolder.toString());
  }

  public static WorkerSetup fromArguments(String[] arguments) {
    return new WorkerSetup(
        Path.of(arguments[0]),
        Integer.parseInt(arguments[1]),
        Integer.parseInt(arguments[2]),
        Long.parseLong(arguments[3]),
        Path.of(arguments[4]),
        Path.of(arguments[5]));
  }

  /** What the worker is called in messages, and as a participant of the session. */
  public String label() {
    return LABEL + number;
  }

  /** The memory it shares with the coordinator. */
  public Path channelFile() {
    return channelFile(session, label()).orElseThrow();
  }

  /**
   * The memory that a worker of that name shares with the coordinator; empty if it is no worker.
   */
  public static Optional<Path> channelFile(Path session, String label) {
    return label.startsWith(LABEL)
        ? Optional.of(session.resolve("worker-" + label.substring(LABEL.length()) + ".channel"))
        : Optional.empty();
  }

  /** The doorbell of a session's coordinator, shared by all workers. */
  public static Path bellFile(Path session) {
    return session.resolve("coordinator.bell");
  }
}
