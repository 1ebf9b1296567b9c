package orchestrate.coordinator.cli.sync;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import orchestrate.coordinator.cli.ExitCode;
import orchestrate.coordinator.run.Signals;
import orchestrate.ipc.session.Session;
import orchestrate.worker.TaskEnvironment;
import orchestrate.worker.process.ForegroundCommand;

/** Runs a command while something is held for it. */
final class Hold {
  private Hold() {}

  /** Runs it to its end, hands on the signals that we get, and returns its exit code. */
  static int run(Session session, List<String> command) {
    try (Signals signals = Signals.handle()) {
      var running =
          ForegroundCommand.start(command, TaskEnvironment.with(Outer.environment(session)));
      signals.deliverTo(
          stop -> {
            if (!CtrlC.hasSentToAll(stop)) {
              running.signal(stop.number());
            }
          });
      return running.await();
    } catch (FileNotFoundException e) {
      throw new Refusal(ExitCode.NOT_FOUND, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Refusal(ExitCode.NOT_EXECUTABLE, String.valueOf(e.getMessage()));
    }
  }
}
