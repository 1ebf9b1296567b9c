package orchestrate.pool;

import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * What a lambda has captured, as it travels: each value in its short form if all have one, else all
 * together in Java's form, which knows what they share.
 */
final class CapturedValues {
  private static final int SHORT = 0;
  private static final int SERIALIZED = 1;

  private CapturedValues() {}

  /**
   * Appends them.
   *
   * @throws TaskFormatException if one can't be serialised
   */
  static void write(Object task, SerializedLambda lambda, Outgoing out) throws IOException {
    @Nullable Object[] values = new Object[lambda.getCapturedArgCount()];
    boolean plain = true;
    for (int i = 0; i < values.length; i++) {
      values[i] = lambda.getCapturedArg(i);
      plain &= Values.isPlain(values[i]);
    }
    if (plain) {
      out.write(SHORT);
      out.putInt(values.length);
      for (Object value : values) {
        Values.write(value, out);
      }
    } else {
      out.write(SERIALIZED);
      Values.serialize(values, task, out);
    }
  }

  static @Nullable Object[] read(Incoming in, Values values) throws IOException {
    if (in.read() == SERIALIZED) {
      return (@Nullable Object[]) values.deserialize(in);
    }
    @Nullable Object[] all = new Object[in.getInt()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.read(in);
    }
    return all;
  }
}
