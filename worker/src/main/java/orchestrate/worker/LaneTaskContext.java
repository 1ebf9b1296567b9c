package orchestrate.worker;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.task.TaskContext;
import orchestrate.worker.protocol.Finished;
import orchestrate.worker.protocol.Run;

/** The context of the attempt that a lane runs. */
final class LaneTaskContext implements TaskContext {
  private final Run run;
  private final Lane lane;
  private final Map<String, String> outputs = new LinkedHashMap<>();
  private int outputBytes;

  LaneTaskContext(Run run, Lane lane) {
    this.run = run;
    this.lane = lane;
  }

  @Override
  public String task() {
    return run.taskName();
  }

  @Override
  public Optional<String> item() {
    return Optional.ofNullable(run.item());
  }

  @Override
  public long instance() {
    return run.instance();
  }

  @Override
  public int attempt() {
    return run.attempt();
  }

  @Override
  public Path directory() {
    return lane.setup().jobFolder();
  }

  @Override
  public Map<String, String> environment() {
    var environment = new HashMap<>(System.getenv());
    environment.putAll(lane.environment(run));
    return environment;
  }

  @Override
  public PrintStream log() {
    return lane.log();
  }

  @Override
  public synchronized void output(String key, Object value) {
    String text = value.toString();
    String former = outputs.get(key);
    int bytes = outputBytes + bytes(key, text) - (former == null ? 0 : bytes(key, former));
    if (bytes > Finished.MAX_OUTPUT_BYTES) {
      throw new IllegalStateException(OutputsFile.tooLong(bytes));
    }
    outputs.put(key, text);
    outputBytes = bytes;
  }

  private static int bytes(String key, String value) {
    return (key + value).getBytes(StandardCharsets.UTF_8).length;
  }

  synchronized Map<String, String> outputs() {
    return Map.copyOf(outputs);
  }

  @Override
  public SharedSemaphore semaphore(String name) {
    return lane.session().findSemaphore(name);
  }

  @Override
  public SharedEvent event(String name) {
    return lane.session().findEvent(name);
  }

  @Override
  public SharedBarrier barrier(String name) {
    return lane.session().findBarrier(name);
  }
}
