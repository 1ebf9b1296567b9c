package orchestrate.pool;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What the items of a chunk became.
 *
 * @param results of the items up to the one that failed; of all, if none did
 * @param failure null if none did
 * @param nanos how long it took
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Chunk(@Nullable Object[] results, @Nullable Throwable failure, long nanos) {
  private static final @Nullable Object[] NONE = {};

  static Chunk read(Incoming in, Values values) throws IOException {
    Throwable failure = in.getInt() == 0 ? null : Thrown.read(in, values, "a worker");
    return new Chunk(in.available() > 0 ? Block.read(in, values) : NONE, failure, in.nanos());
  }
}
