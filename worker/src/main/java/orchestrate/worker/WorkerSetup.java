package orchestrate.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import orchestrate.ipc.channel.MessageReader;
import orchestrate.ipc.channel.MessageWriter;
import orchestrate.worker.protocol.TraceContext;
import org.jspecify.annotations.Nullable;

/**
 * What the coordinator tells a worker on its stdin, as soon as there is work for it: a worker may
 * boot before anybody knows.
 *
 * @param session the folder of the run's shared memory
 * @param number of the worker, counted from 1; a replacement gets a new one
 * @param lanes how many tasks it runs at a time
 * @param virtual whether each of them runs on a virtual thread; then the lanes share their rings
 * @param coordinator process id of the coordinator
 * @param runFolder where logs go
 * @param jobFolder where tasks run
 * @param withheld variables of the worker's own environment that no task gets: the sources of
 *     secrets
 * @param trace the span of the run, which those of attempts are below; null if nobody traces it
 * @param environment of all tasks of the run, added to the worker's own
 */
public record WorkerSetup(
    Path session,
    int number,
    int lanes,
    boolean virtual,
    long coordinator,
    Path runFolder,
    Path jobFolder,
    Set<String> withheld,
    @Nullable TraceContext trace,
    Map<String, String> environment) {

  private static final String LABEL = "worker ";

  public WorkerSetup {
    withheld = Set.copyOf(withheld);
    environment = Map.copyOf(environment);
  }

  public void write(OutputStream stdin) throws IOException {
    var writer = new MessageWriter();
    writer
        .putString(session.toString())
        .putInt(number)
        .putInt(lanes)
        .putInt(virtual ? 1 : 0)
        .putLong(coordinator)
        .putString(runFolder.toString())
        .putString(jobFolder.toString())
        .putStrings(List.copyOf(withheld))
        .putString(trace == null ? null : trace.toString())
        .putMap(environment);
    stdin.write(writer.bytes(), 0, writer.length());
  }

  /** Waits until it is told; empty if it never will be, because it is not needed. */
  static Optional<WorkerSetup> read(InputStream stdin) throws IOException {
    byte[] message = stdin.readAllBytes();
    if (message.length == 0) {
      return Optional.empty();
    }
    var reader = new MessageReader(message);
    return Optional.of(
        new WorkerSetup(
            Path.of(reader.getString()),
            reader.getInt(),
            reader.getInt(),
            reader.getInt() == 1,
            reader.getLong(),
            Path.of(reader.getString()),
            Path.of(reader.getString()),
            Set.copyOf(reader.getStrings()),
            trace(reader.getNullableString()),
            reader.getMap()));
  }

  private static @Nullable TraceContext trace(@Nullable String text) {
    return text == null
        ? null
        : TraceContext.parse(text).map(TraceContext.Given::context).orElseThrow();
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
