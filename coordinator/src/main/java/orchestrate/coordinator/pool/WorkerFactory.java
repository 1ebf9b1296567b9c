package orchestrate.coordinator.pool;

import java.io.IOException;
import java.nio.file.Files;
import orchestrate.config.Explanation;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.worker.WorkerSetup;
import orchestrate.worker.protocol.LogFiles;
import orchestrate.worker.protocol.WorkerChannel;

/** Makes what a worker needs before its process can be started: shared memory, and a log. */
final class WorkerFactory {
  private final PoolSetup setup;
  private final LogFiles logFiles;
  private int lastNumber;

  WorkerFactory(PoolSetup setup, LogFiles logFiles) {
    this.setup = setup;
    this.logFiles = logFiles;
  }

  /**
   * Makes a worker with so many lanes, or else with as many as there is room for.
   *
   * @throws IOException if there is none for one; then there is nothing left of it
   */
  WorkerProcess create(WorkerKind kind, int lanes) throws IOException {
    WorkerSetup next = setup.worker(lastNumber + 1, kind, lanes);
    WorkerChannel channel;
    try {
      channel = WorkerChannel.create(next.channelFile(), lanes, next.virtual());
    } catch (IOException e) {
      if (lanes > 1) {
        return create(kind, lanes / 2);
      }
      throw new IOException(Explanation.of(e) + " (XDG_RUNTIME_DIR names it)", e);
    }
    try {
      Files.createFile(logFiles.ofWorker(next.number()), OwnerOnly.FILE);
    } catch (IOException e) {
      channel.close();
      Files.deleteIfExists(next.channelFile());
      throw e;
    }
    lastNumber = next.number();
    return new WorkerProcess(next, kind, channel);
  }

  /** Gives back the shared memory of a worker that is gone: its successor may need the room. */
  void discard(WorkerProcess worker) throws IOException {
    worker.channel().close();
    Files.deleteIfExists(worker.setup().channelFile());
  }
}
