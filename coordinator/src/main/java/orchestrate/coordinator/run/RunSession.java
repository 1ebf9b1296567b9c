package orchestrate.coordinator.run;

import java.io.IOException;
import java.nio.file.Path;
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
  public static RunSession create(RunFolder run) throws IOException {
    SessionFolders folders = SessionFolders.standard(run.path().resolve("session"));
    folders.sweep();
    Path folder = folders.newFolder(run.id());
    var session = Session.create(folder, "coordinator");
    session.actForOthers(); // it holds permits for tasks that run elsewhere
    var bell = MappedRegion.create(WorkerSetup.bellFile(folder), Doorbell.BYTES);
    return new RunSession(session, new Doorbell(bell.segment()));
  }

  @Override
  public void close() throws IOException {
    session.close();
  }
}
