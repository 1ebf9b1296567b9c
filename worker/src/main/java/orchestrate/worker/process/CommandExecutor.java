package orchestrate.worker.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * Commons Exec with a launcher of ours: the process gets a session of its own and writes to its log
 * by itself, so there are no streams to pump and no exit code is an exception.
 */
public final class CommandExecutor extends DefaultExecutor {
  private final SpawnRequest request;
  private final Consumer<CommandProcess> onStart;
  private @Nullable CommandProcess started;

  @SuppressWarnings(
      "deprecation") // The builder that replaces this constructor can't be subclassed.
  private CommandExecutor(SpawnRequest request, Consumer<CommandProcess> onStart) {
    this.request = request;
    this.onStart = onStart;
    setStreamHandler(NoStreams.INSTANCE);
  }

  /** Has the native functions ready that {@link #run} needs. */
  public static void load() {
    PosixSpawn.load();
  }

  /**
   * Runs a command to its end.
   *
   * @param onStart is given the process as soon as there is one, to stop it from another thread
   * @throws IOException if it can't be started; the message says why
   */
  public static CommandProcess run(SpawnRequest request, Consumer<CommandProcess> onStart)
      throws IOException {
    var executor = new CommandExecutor(request, onStart);
    executor.execute(new CommandLine(request.arguments().getFirst()), request.environment());
    return requireNonNull(executor.started);
  }

  /** The arguments come from the request: a {@link CommandLine} would trim them. */
  @Override
  protected Process launch(CommandLine command, Map<String, String> environment, Path directory)
      throws IOException {
    started = CommandProcess.start(request);
    onStart.accept(started);
    return started;
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
