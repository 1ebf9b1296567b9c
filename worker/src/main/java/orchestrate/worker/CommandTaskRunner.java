package orchestrate.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BrokenBarrierException;
import orchestrate.worker.process.Command;
import orchestrate.worker.process.CommandExecutor;
import orchestrate.worker.process.CommandProcess;
import orchestrate.worker.process.PipeEnds;
import orchestrate.worker.protocol.Finished.BadOutputs;
import orchestrate.worker.protocol.Finished.BarrierBroken;
import orchestrate.worker.protocol.Finished.Ending;
import orchestrate.worker.protocol.Finished.Exited;
import orchestrate.worker.protocol.Finished.NotStarted;
import orchestrate.worker.protocol.Finished.Signalled;
import orchestrate.worker.protocol.Finished.Succeeded;
import orchestrate.worker.protocol.ResourceUse;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.Stop;
import orchestrate.worker.protocol.TaskDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command. One that meets at barriers, or is joined with others by pipes, waits for the
 * others just before it starts, so that all start together.
 */
final class CommandTaskRunner implements TaskRunner {
  private static final int SIGPIPE_EXIT = 128 + 13;

  private final Run run;
  private final TaskDefinition.Command command;
  private final Lane lane;
  private final Thread thread = Thread.currentThread();
  private boolean stopped;
  private @Nullable CommandProcess process;
  private @Nullable ServiceWatch watch;

  CommandTaskRunner(Run run, TaskDefinition.Command command, Lane lane) {
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
    try {
      awaitParty();
      try (PipeEnds pipes = lane.pipes().join(command.stdin(), command.stdout())) {
        return ending(runWith(pipes), lane.outputsFile());
      }
    } catch (BrokenBarrierException e) {
      return new BarrierBroken(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new NotStarted(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      return new NotStarted("stopped while it waited for those that it starts together with");
    }
  }

  private CommandProcess runWith(PipeEnds pipes) throws IOException {
    String folder = command.directory() == null ? "" : command.directory();
    var toRun =
        new Command(
            run.values().getFirst(),
            lane.setup().jobFolder().resolve(folder),
            lane.environment(run),
            lane.logFile(run),
            run.task().secrets().isEmpty() ? null : KnownSecrets.known(),
            pipes);
    try {
      return CommandExecutor.run(
          lane.launcher(),
          toRun,
          started -> {
            pipes.close();
            started(started, toRun);
          });
    } finally {
      if (watch != null) {
        watch.close();
      }
    }
  }

  private void awaitParty() throws InterruptedException, BrokenBarrierException {
    for (String barrier : run.task().meets()) {
      lane.session().findBarrier(barrier).await();
    }
  }

  private Ending ending(CommandProcess ended, Path outputs) throws IOException {
    if (!isSuccess(ended)) {
      Files.deleteIfExists(outputs); // The next attempt in this lane has nothing to do with it.
      int signal = ended.signal();
      return signal != 0 ? new Signalled(signal) : new Exited(ended.exitValue());
    }
    try {
      return new Succeeded(OutputsFile.take(outputs));
    } catch (IOException e) {
      return new BadOutputs(String.valueOf(e.getMessage()));
    }
  }

  private boolean isSuccess(CommandProcess ended) {
    return ended.exitValue() == 0
        || (ended.signal() == 0 && command.successExitCodes().contains(ended.exitValue()))
        || wasLeftByItsReader(ended);
  }

  /**
   * It, or what its shell ran, was killed by SIGPIPE: whoever reads what it writes wants no more of
   * it, as {@code head} does. That is no failure of its own.
   */
  private boolean wasLeftByItsReader(CommandProcess ended) {
    return command.stdout() != null && ended.exitValue() == SIGPIPE_EXIT;
  }

  @Override
  public synchronized ResourceUse use(long nanos) {
    return process == null ? ResourceUse.NONE : process.use();
  }

  @Override
  public synchronized long endedAt() {
    return command.isPiped() && process != null ? process.endedAt() : 0;
  }

  private void started(CommandProcess started, Command toRun) {
    begun(started);
    if (command.service() != null) {
      watch = ServiceWatch.begin(run, command.service(), toRun, lane);
    }
  }

  private synchronized void begun(CommandProcess started) {
    process = started;
    if (stopped) {
      started.ask(command.stopSignal());
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
      case ASK -> process.ask(command.stopSignal());
      case SHOW -> {} // Nobody can see into a command.
      case FORCE -> process.destroyForcibly();
    }
  }
}
