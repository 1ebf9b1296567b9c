package orchestrate.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import orchestrate.worker.process.CommandExecutor;
import orchestrate.worker.process.CommandProcess;
import orchestrate.worker.process.Leftovers;
import orchestrate.worker.process.SpawnRequest;
import orchestrate.worker.protocol.Finished.BadOutputs;
import orchestrate.worker.protocol.Finished.Ending;
import orchestrate.worker.protocol.Finished.Exited;
import orchestrate.worker.protocol.Finished.NotStarted;
import orchestrate.worker.protocol.Finished.Signalled;
import orchestrate.worker.protocol.Finished.Succeeded;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Stop;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command. One that meets at barriers waits at them just before it starts, so that all of
 * its party start together.
 */
final class CommandTaskRunner implements TaskRunner {
  private final Run run;
  private final Run.Command command;
  private final Lane lane;
  private final Thread thread = Thread.currentThread();
  private boolean stopped;
  private @Nullable CommandProcess process;

  CommandTaskRunner(Run run, Run.Command command, Lane lane) {
    this.run = run;
    this.command = command;
    this.lane = lane;
  }

  /** Has ready what it takes long to make: what starts a process. */
  static void load() {
    CommandExecutor.load();
  }

  @Override
  public Ending run() {
    Path outputs = lane.outputsFile();
    Path log = lane.logFile(run);
    var request =
        new SpawnRequest(command.arguments(), environment(outputs), lane.setup().jobFolder(), log);
    try {
      awaitParty();
      // Whatever the lane's last command has left there is not ours.
      Files.deleteIfExists(outputs);
      CommandProcess ended = CommandExecutor.run(request, this::started);
      lane.leftovers().kill();
      removeIfEmpty(log);
      return ending(ended, outputs);
    } catch (IOException | BrokenBarrierException e) {
      return new NotStarted(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      return new NotStarted("stopped while it waited at a barrier");
    }
  }

  private void awaitParty() throws InterruptedException, BrokenBarrierException {
    for (String barrier : run.meets()) {
      lane.session().findBarrier(barrier).await();
    }
  }

  private static Ending ending(CommandProcess ended, Path outputs) {
    if (ended.signal() != 0) {
      return new Signalled(ended.signal());
    }
    if (ended.exitValue() != 0) {
      return new Exited(ended.exitValue());
    }
    try {
      return new Succeeded(OutputsFile.take(outputs));
    } catch (IOException e) {
      return new BadOutputs(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public synchronized ResourceUse use() {
    return process == null ? ResourceUse.NONE : process.use();
  }

  private synchronized void started(CommandProcess started) {
    process = started;
    if (stopped) {
      started.destroy();
    }
  }

  @Override
  public synchronized void stop(Stop.Rung rung) {
    stopped = true;
    if (process == null) {
      thread.interrupt();
      return;
    }
    switch (rung) {
      case ASK -> process.destroy();
      case SHOW -> {} // Nobody can see into a command.
      case FORCE -> process.destroyForcibly();
    }
  }

  private Map<String, String> environment(Path outputs) {
    Map<String, String> environment = TaskEnvironment.with(lane.environment(run));
    environment.put("ORCHESTRATE_OUTPUT", outputs.toString());
    environment.put(Leftovers.VARIABLE, lane.leftovers().mark());
    return environment;
  }

  private static void removeIfEmpty(Path log) throws IOException {
    if (Files.size(log) == 0) {
      Files.delete(log);
    }
  }
}
