package orchestrate.pool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import orchestrate.task.Task;
import org.jspecify.annotations.Nullable;

/** Makes messages of tasks, and gives them to the dispatcher. Thread-safe. */
final class Sender {
  /** Writes the value of a message. */
  private interface Writer {
    /** Says of what kind the message is. */
    int write(Outgoing message) throws IOException;
  }

  private static final AtomicLong MAPPINGS = new AtomicLong();

  private final Settings settings;
  private final Values values;
  private final Dispatcher dispatcher;

  Sender(Settings settings, Values values, Dispatcher dispatcher) {
    this.settings = settings;
    this.values = values;
    this.dispatcher = dispatcher;
  }

  /** A task without a result, or with one that is of no interest. */
  PoolFuture<@Nullable Void> run(Object task) {
    return this.<@Nullable Void>run(task, null);
  }

  /**
   * @param result what the future is to have
   */
  <T extends @Nullable Object> PoolFuture<T> run(Object task, T result) {
    return send(task, message -> write(task, Kinds.CALL, message), _ -> result, settings.timeout());
  }

  <T extends @Nullable Object> PoolFuture<T> call(Object task) {
    return call(task, settings.timeout());
  }

  <T extends @Nullable Object> PoolFuture<T> call(Object task, @Nullable Duration timeout) {
    return call(task, task, Kinds.CALL, timeout);
  }

  /** A task as a job has it. */
  PoolFuture<Map<String, String>> run(Task task, @Nullable Duration timeout) {
    return call(task, SentTask.of(task), Kinds.TASK, timeout);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // It is what the task has returned, be it null.
  private <T extends @Nullable Object> PoolFuture<T> call(
      Object task, Object sent, int kind, @Nullable Duration timeout) {
    return send(task, message -> write(sent, kind, message), in -> (T) values.read(in), timeout);
  }

  private static int write(Object task, int kind, Outgoing message) throws IOException {
    if (kind == Kinds.CALL && LambdaSite.write(task, message)) {
      return Kinds.LAMBDA;
    }
    Values.write(task, message);
    return kind;
  }

  /** Sends chunks of items to which the function is to be applied. */
  Mapping.ChunkSender mapper(RemoteFunction<?, ?> function) {
    byte[] serialized = serialized(function);
    long mapping = MAPPINGS.incrementAndGet();
    return items ->
        send(
            function,
            message -> {
              Functions.write(mapping, serialized, message);
              Block.write(items, message);
              return Kinds.CHUNK;
            },
            in -> Chunk.read(in, values),
            settings.timeout());
  }

  private <T extends @Nullable Object> PoolFuture<T> send(
      Object task, Writer writer, Job.Reader<T> reader, @Nullable Duration timeout) {
    var message = new Outgoing(dispatcher::place);
    boolean sent = false;
    try {
      int kind = writer.write(message);
      message.finish(0, 0, kind);
      byte[] bytes = message.copy();
      Path file = message.takeFile();
      sent = true;
      return dispatcher.submit(new Job<>(task, bytes, file, reader, settings.retries(), timeout));
    } catch (IOException e) {
      throw new UncheckedIOException("a task can't be sent to a worker: " + e.getMessage(), e);
    } finally {
      if (!sent) {
        drop(message);
      }
    }
  }

  private static void drop(Outgoing message) {
    try {
      message.drop();
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete a task that was not sent", e);
    }
  }

  /**
   * In Java's form, to be sent more than once.
   *
   * @throws TaskFormatException if it can't be serialised
   */
  static byte[] serialized(Object value) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new TaskFormatException(
          "%s can't be sent to another process: %s"
              .formatted(value.getClass().getName(), e.getMessage()),
          e);
    }
    return bytes.toByteArray();
  }
}
