package orchestrate.coordinator.run;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.config.Explanation;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.session.SessionFolders;
import orchestrate.worker.WorkerSetup;

/**
 * The shared memory of a run. It is gone when the run ends; if the run is killed, the next one
 * removes it.
 */
public record RunSession(Session session, Doorbell bell) implements AutoCloseable {
  /**
   * Makes it in the standard place.
   *
   * @throws IOException if that can't be; says what to do
   */
  public static RunSession create(RunFolder run) throws IOException {
    try {
      return createIn(run);
    } catch (IOException e) {
      throw new IOException(
          "the run's shared memory can't be made, so nothing was run: %s (XDG_RUNTIME_DIR names it)"
              .formatted(Explanation.of(e)),
          e);
    }
  }

  private static RunSession createIn(RunFolder run) throws IOException {
    SessionFolders folders = SessionFolders.standard(run.sessions());
    folders.sweep();
    Path folder = folders.newFolder(run.id());
    var session = Session.create(folder, "coordinator");
    session.actForOthers(); // it holds permits for tasks that run elsewhere
    try {
      RunningRun.note(folder, run);
      var bell = MappedRegion.create(WorkerSetup.bellFile(folder), Doorbell.BYTES);
      return new RunSession(session, new Doorbell(bell.segment()));
    } catch (IOException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    session.close();
  }
}
