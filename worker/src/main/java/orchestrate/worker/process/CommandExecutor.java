package orchestrate.worker.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * Commons Exec with launchers of ours: the process writes to its log by itself, so there are no
 * streams to pump, and no exit code is an exception.
 */
public final class CommandExecutor extends DefaultExecutor {
  private static final ReadWriteLock STARTING = new ReentrantReadWriteLock();
  private static boolean noMore;

  private final Launcher launcher;
  private final Command command;
  private final Consumer<CommandProcess> onStart;
  private @Nullable CommandProcess started;

  @SuppressWarnings(
      "deprecation") // The builder that replaces this constructor can't be subclassed.
  private CommandExecutor(Launcher launcher, Command command, Consumer<CommandProcess> onStart) {
    this.launcher = launcher;
    this.command = command;
    this.onStart = onStart;
    setStreamHandler(NoStreams.INSTANCE);
  }

  /** Has the native functions ready that {@link #run} needs. */
  public static void load() {
    if (PosixSpawn.isThere()) {
      PosixSpawn.load();
    }
  }

  /**
   * Runs a command to its end.
   *
   * @param onStart is given the process as soon as there is one, to stop it from another thread
   * @throws IOException if it can't be started; the message says why
   */
  public static CommandProcess run(
      Launcher launcher, Command command, Consumer<CommandProcess> onStart) throws IOException {
    var executor = new CommandExecutor(launcher, command, onStart);
    executor.execute(new CommandLine(command.arguments().getFirst()), command.variables());
    return requireNonNull(executor.started);
  }

  /** From now on nothing is started; what was being started is, when this returns. */
  public static void startNoMore() {
    STARTING.writeLock().lock();
    try {
      noMore = true;
    } finally {
      STARTING.writeLock().unlock();
    }
  }

  /** Arguments and variables come from the command: a {@link CommandLine} would trim them. */
  @Override
  protected Process launch(CommandLine line, Map<String, String> environment, Path directory)
      throws IOException {
    started = start();
    onStart.accept(started);
    return started;
  }

  private CommandProcess start() throws IOException {
    STARTING.readLock().lock();
    try {
      if (noMore) {
        throw new IOException("this worker is about to end");
      }
      return launcher.start(command);
    } finally {
      STARTING.readLock().unlock();
    }
  }

  @Override
  public boolean isFailure(int exitValue) {
    return false;
  }

  private enum NoStreams implements ExecuteStreamHandler {
    INSTANCE;

    @Override
    public void setProcessErrorStream(InputStream is) {}

    @Override
    public void setProcessInputStream(OutputStream os) {}

    @Override
    public void setProcessOutputStream(InputStream is) {}

    @Override
    public void start() {}

    @Override
    public void stop() {}
  }
}
