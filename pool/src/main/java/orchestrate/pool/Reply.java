package orchestrate.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a worker has answered.
 *
 * @param worker in words
 * @param folder of the pool
 * @param afterwards is done when nothing of the reply is left
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Reply<T extends @Nullable Object>(
    byte[] message,
    Job.Reader<T> reader,
    Values values,
    String worker,
    Path folder,
    Runnable afterwards)
    implements PoolFuture.Answer<T> {
  @Override
  public PoolFuture.Result<T> read() {
    try {
      Incoming in = Incoming.of(message, message.length, folder);
      try {
        return switch (in.kind()) {
          case Kinds.THREW, Kinds.JVM_FAILED ->
              new PoolFuture.Result<>(null, Thrown.read(in, values, worker));
          default -> new PoolFuture.Result<>(reader.read(in), null);
        };
      } finally {
        in.close(true);
      }
    } catch (Throwable e) { // be it a stack overflow: whoever waits shall hear of it
      return new PoolFuture.Result<>(null, e);
    } finally {
      afterwards.run();
    }
  }

  @Override
  public void discard() {
    try {
      Incoming.drop(message, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete a result that nobody wants", e);
    } finally {
      afterwards.run();
    }
  }
}
