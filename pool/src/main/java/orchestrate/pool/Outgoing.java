package orchestrate.pool;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A message as it grows: what is too long for a ring goes to a file from its first byte, and the
 * message has the name of that file instead.
 *
 * <pre>
 *   0   8  the call
 *   8   8  in a reply, how long it took
 *   16  4  kind
 *   20  4  1 if the value is in a file
 *   24     the value, or the file's name
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class Outgoing extends OutputStream {
  static final int CALL = 0;
  static final int NANOS = 8;
  static final int KIND = 16;
  static final int IN_FILE = 20;
  static final int HEADER = 24;

  /** Several of that size fit a ring. */
  static final int LONGEST = 1 << 15;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.nativeOrder());

  private final Supplier<Place> place;
  private byte[] bytes = new byte[512];
  private int length = HEADER;
  private @Nullable ValueFile file;

  /**
   * @param place is asked for if the value is too long for a ring
   */
  Outgoing(Supplier<Place> place) {
    this.place = place;
  }

  /** Begins a new message, in the same array. What is left of the last one in a file is deleted. */
  void reset() throws IOException {
    drop();
    length = HEADER;
  }

  /** Deletes the file, if there is one: nobody will read it. */
  void drop() throws IOException {
    if (file != null) {
      ValueFile unread = file;
      file = null;
      unread.close();
      unread.delete();
    }
  }

  /**
   * Ends the value: it stands in the ring's message or in its file.
   *
   * @param call may be changed later
   */
  void finish(long call, long nanos, int kind) throws IOException {
    LONG.set(bytes, CALL, call);
    LONG.set(bytes, NANOS, nanos);
    INT.set(bytes, KIND, kind);
    INT.set(bytes, IN_FILE, file == null ? 0 : 1);
    if (file != null) {
      file.finish();
      byte[] name = file.path().getFileName().toString().getBytes(UTF_8);
      length = HEADER;
      ensure(name.length);
      System.arraycopy(name, 0, bytes, length, name.length);
      length += name.length;
    }
  }

  /** The message: its first {@link #length()} bytes; only good until it is changed. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** A message of its own, whose array nobody else writes to. */
  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  /** The file of the message; null if it has none. It is the receiver's from now on. */
  @Nullable Path takeFile() {
    Path path = file == null ? null : file.path();
    file = null;
    return path;
  }

  static void setCall(byte[] message, long call) {
    LONG.set(message, CALL, call);
  }

  /** Whether so many more bytes go into the array; else all goes to the file. */
  private boolean fits(int more) throws IOException {
    if (file == null && length + more > LONGEST) {
      file = new ValueFile(place.get());
      file.write(MemorySegment.ofArray(bytes).asSlice(HEADER, length - HEADER));
    }
    if (file != null) {
      return false;
    }
    ensure(more);
    return true;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  @Override
  public void write(int value) throws IOException {
    if (fits(1)) {
      bytes[length++] = (byte) value;
    } else {
      file().write(MemorySegment.ofArray(new byte[] {(byte) value}));
    }
  }

  @Override
  public void write(byte[] source, int from, int count) throws IOException {
    write(MemorySegment.ofArray(source).asSlice(from, count));
  }

  /** All bytes of it. */
  void write(MemorySegment source) throws IOException {
    long size = source.byteSize();
    if (fits((int) Math.min(size, Integer.MAX_VALUE / 2))) {
      MemorySegment.copy(source, JAVA_BYTE, 0, bytes, length, (int) size);
      length += (int) size;
    } else {
      file().write(source);
    }
  }

  private ValueFile file() {
    if (file == null) {
      throw new AssertionError("there is a file for what does not fit");
    }
    return file;
  }

  void putInt(int value) throws IOException {
    if (fits(Integer.BYTES)) {
      INT.set(bytes, length, value);
      length += Integer.BYTES;
    } else {
      file().write(MemorySegment.ofArray(new int[] {value}));
    }
  }

  void putLong(long value) throws IOException {
    if (fits(Long.BYTES)) {
      LONG.set(bytes, length, value);
      length += Long.BYTES;
    } else {
      file().write(MemorySegment.ofArray(new long[] {value}));
    }
  }

  void putDouble(double value) throws IOException {
    if (fits(Double.BYTES)) {
      DOUBLE.set(bytes, length, value);
      length += Double.BYTES;
    } else {
      file().write(MemorySegment.ofArray(new double[] {value}));
    }
  }

  void putString(String value) throws IOException {
    byte[] utf8 = value.getBytes(UTF_8);
    putInt(utf8.length);
    write(utf8, 0, utf8.length);
  }
}
