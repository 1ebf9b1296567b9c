package orchestrate.pool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.UncheckedIOException;

/**
 * What makes the first task of a worker slow: the classes by which a lambda is read. They are
 * loaded while the worker waits to be told what it is for.
 */
final class WarmUp {
  private WarmUp() {}

  static void run() {
    var values =
        new Values(
            ClassLoader.getSystemClassLoader(),
            ObjectInputFilter.Config.createFilter("maxdepth=10"));
    RemoteCallable<Integer> lambda = () -> 0;
    try {
      var out =
          new Outgoing(
              () -> {
                throw new AssertionError("it is short");
              });
      Values.write(lambda, out);
      out.finish(0, 0, Kinds.CALL);
      byte[] message = out.copy();
      byte[] value = java.util.Arrays.copyOfRange(message, Outgoing.HEADER + 1, message.length);
      var _ = values.deserialize(new ByteArrayInputStream(value));
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is read or written", e);
    }
  }
}
