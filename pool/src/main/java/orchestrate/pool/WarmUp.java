package orchestrate.pool;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.UncheckedIOException;
import java.nio.file.Path;

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
      var _ = LambdaSite.write(lambda, out);
      out.finish(0, 0, Kinds.LAMBDA);
      Incoming in = Incoming.of(out.bytes(), out.length(), Path.of("."));
      var _ = new Lambdas(values).next(in);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is read or written", e);
    }
  }
}
