package orchestrate.pool;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How the items of a chunk become bytes: those of one simple kind close together, all others as one
 * serialised array.
 */
final class Block {
  private static final int MIXED = 0;
  private static final int INTEGERS = 1;
  private static final int LONGS = 2;
  private static final int DOUBLES = 3;
  private static final int STRINGS = 4;
  private static final int NULLS = 5;

  private Block() {}

  static void write(@Nullable Object[] items, Outgoing out) throws IOException {
    int kind = kindOf(items);
    out.write(kind);
    out.putInt(items.length);
    switch (kind) {
      case INTEGERS -> {
        for (Object item : items) {
          out.putInt((Integer) requireNonNull(item));
        }
      }
      case LONGS -> {
        for (Object item : items) {
          out.putLong((Long) requireNonNull(item));
        }
      }
      case DOUBLES -> {
        for (Object item : items) {
          out.putDouble((Double) requireNonNull(item));
        }
      }
      case STRINGS -> {
        for (Object item : items) {
          out.putString((String) requireNonNull(item));
        }
      }
      case NULLS -> {}
      default -> Values.serialize(items, out);
    }
  }

  /** One look at each: most chunks have items of one class. */
  private static int kindOf(@Nullable Object[] items) {
    Object first = items[0];
    Class<?> type = first == null ? null : first.getClass();
    for (Object item : items) {
      if ((item == null ? null : item.getClass()) != type) {
        return MIXED;
      }
    }
    if (type == null) {
      return NULLS;
    }
    return type == Integer.class
        ? INTEGERS
        : type == Long.class
            ? LONGS
            : type == Double.class ? DOUBLES : type == String.class ? STRINGS : MIXED;
  }

  static @Nullable Object[] read(Incoming in, Values values) throws IOException {
    int kind = in.read();
    int count = in.getInt();
    if (kind == MIXED) {
      return (@Nullable Object[]) values.deserialize(in);
    }
    @Nullable Object[] items = new Object[count];
    switch (kind) {
      case INTEGERS -> {
        for (int i = 0; i < count; i++) {
          items[i] = in.getInt();
        }
      }
      case LONGS -> {
        for (int i = 0; i < count; i++) {
          items[i] = in.getLong();
        }
      }
      case DOUBLES -> {
        for (int i = 0; i < count; i++) {
          items[i] = in.getDouble();
        }
      }
      case STRINGS -> {
        for (int i = 0; i < count; i++) {
          items[i] = in.getString();
        }
      }
      case NULLS -> {}
      default -> throw new IllegalStateException("a chunk of the unknown kind " + kind);
    }
    return items;
  }
}
