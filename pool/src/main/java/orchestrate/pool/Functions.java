package orchestrate.pool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The functions of chunks: a worker reads that of a {@code map} once, not with each chunk. */
final class Functions {
  private final Values values;
  private long mapping;
  private byte @Nullable [] bytes;
  private @Nullable RemoteFunction<@Nullable Object, @Nullable Object> function;

  Functions(Values values) {
    this.values = values;
  }

  /** Appends the function of a chunk. */
  static void write(long mapping, byte[] function, Outgoing out) throws IOException {
    out.putLong(mapping);
    out.putInt(function.length);
    out.write(function, 0, function.length);
  }

  @SuppressWarnings("unchecked")
  RemoteFunction<@Nullable Object, @Nullable Object> next(Incoming in) throws IOException {
    long number = in.getLong();
    byte[] serialized = in.getBytes(in.getInt());
    if (function == null || number != mapping || !Arrays.equals(serialized, bytes)) {
      function =
          (RemoteFunction<@Nullable Object, @Nullable Object>)
              values.deserialize(new ByteArrayInputStream(serialized));
      mapping = number;
      bytes = serialized;
    }
    return function;
  }
}
