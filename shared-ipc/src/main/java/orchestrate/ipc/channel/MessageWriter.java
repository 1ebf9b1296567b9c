package orchestrate.ipc.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a message in an array that is used again for the next one. Not thread-safe. */
public final class MessageWriter {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final int LONGEST_VAR_LONG = 10;

  private byte[] bytes = new byte[512];
  private int length;

  public MessageWriter reset() {
    length = 0;
    return this;
  }

  /** The message's first {@link #length()} bytes; only good until the next {@link #reset}. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public MessageWriter putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, length, value);
    length += Integer.BYTES;
    return this;
  }

  public MessageWriter putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
    return this;
  }

  /** Takes a byte for what is less than 128, and another for each further seven bits. */
  public MessageWriter putVarLong(long value) {
    reserve(LONGEST_VAR_LONG);
    long rest = value;
    while ((rest & -128L) != 0) {
      bytes[length++] = (byte) (rest | 128);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  public MessageWriter putString(@Nullable String value) {
    if (value == null) {
      return putInt(-1);
    }
    byte[] utf8 = value.getBytes(UTF_8);
    return putInt(utf8.length).putBytes(utf8);
  }

  /** As they are: a reader must know how many. */
  public MessageWriter putBytes(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  public MessageWriter putStrings(Collection<String> values) {
    putInt(values.size());
    values.forEach(this::putString);
    return this;
  }

  public MessageWriter putMap(Map<String, String> values) {
    putInt(values.size());
    values.forEach((key, value) -> putString(key).putString(value));
    return this;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
