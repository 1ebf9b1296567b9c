package orchestrate.ipc.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads back what a {@link MessageWriter} wrote, in the same order. Not thread-safe. */
public final class MessageReader {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final byte[] bytes;
  private int at;

  public MessageReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Starts over at the beginning of the array, which holds a new message. */
  public MessageReader reset() {
    at = 0;
    return this;
  }

  public int getInt() {
    int value = (int) INT.get(bytes, at);
    at += Integer.BYTES;
    return value;
  }

  public long getLong() {
    long value = (long) LONG.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  /** What {@link MessageWriter#putVarLong} wrote. */
  public long getVarLong() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (next & 127L) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** The same, of which one knows that it is an int. */
  public int getVarInt() {
    return (int) getVarLong();
  }

  public @Nullable String getNullableString() {
    int length = getInt();
    if (length < 0) {
      return null;
    }
    String value = new String(bytes, at, length, UTF_8);
    at += length;
    return value;
  }

  public String getString() {
    return requireNonNull(getNullableString());
  }

  public List<String> getStrings() {
    int size = getInt();
    var values = new ArrayList<String>(size);
    for (int i = 0; i < size; i++) {
      values.add(getString());
    }
    return values;
  }

  public Map<String, String> getMap() {
    int size = getInt();
    if (size == 0) {
      return Map.of();
    }
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < size; i++) {
      values.put(getString(), getString());
    }
    return values;
  }
}
