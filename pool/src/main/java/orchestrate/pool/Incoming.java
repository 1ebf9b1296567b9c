package orchestrate.pool;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import orchestrate.ipc.memory.MappedRegion;
import org.jspecify.annotations.Nullable;

/** A message as it is read: the counterpart of {@link Outgoing}. Not thread-safe. */
final class Incoming extends InputStream {
  private final MemorySegment message;
  private final MemorySegment value;
  private final @Nullable MappedRegion file;
  private long at;

  private Incoming(MemorySegment message, MemorySegment value, @Nullable MappedRegion file) {
    this.message = message;
    this.value = value;
    this.file = file;
  }

  /**
   * @param folder where values are that are too long for a ring
   */
  static Incoming of(byte[] bytes, int length, Path folder) throws IOException {
    MemorySegment message = MemorySegment.ofArray(bytes).asSlice(0, length);
    MemorySegment rest = message.asSlice(Outgoing.HEADER);
    if (!isInFile(message)) {
      return new Incoming(message, rest, null);
    }
    MappedRegion file = MappedRegion.open(fileOf(message, folder), 1);
    return new Incoming(message, file.segment(), file);
  }

  private static boolean isInFile(MemorySegment message) {
    return message.get(JAVA_INT_UNALIGNED, Outgoing.IN_FILE) == 1;
  }

  private static Path fileOf(MemorySegment message, Path folder) {
    return folder.resolve(nameOf(message));
  }

  private static String nameOf(MemorySegment message) {
    return new String(message.asSlice(Outgoing.HEADER).toArray(JAVA_BYTE), UTF_8);
  }

  /** Which of its writer's values in files it has, counted from 1; 0 if it has none. */
  static long valueNumber(byte[] bytes) {
    MemorySegment message = MemorySegment.ofArray(bytes);
    return isInFile(message) ? Place.numberOf(nameOf(message)) : 0;
  }

  /** Deletes the message's file, if there is one, unread. */
  static void drop(byte[] bytes, Path folder) throws IOException {
    MemorySegment message = MemorySegment.ofArray(bytes);
    if (isInFile(message)) {
      Files.deleteIfExists(fileOf(message, folder));
    }
  }

  static long call(byte[] message) {
    return MemorySegment.ofArray(message).get(JAVA_LONG_UNALIGNED, Outgoing.CALL);
  }

  static long nanos(byte[] message) {
    return MemorySegment.ofArray(message).get(JAVA_LONG_UNALIGNED, Outgoing.NANOS);
  }

  static int kind(byte[] message) {
    return MemorySegment.ofArray(message).get(JAVA_INT_UNALIGNED, Outgoing.KIND);
  }

  long call() {
    return message.get(JAVA_LONG_UNALIGNED, Outgoing.CALL);
  }

  long nanos() {
    return message.get(JAVA_LONG_UNALIGNED, Outgoing.NANOS);
  }

  int kind() {
    return message.get(JAVA_INT_UNALIGNED, Outgoing.KIND);
  }

  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, value.byteSize() - at);
  }

  @Override
  public int read() {
    return at < value.byteSize() ? value.get(JAVA_BYTE, at++) & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int from, int count) {
    int some = Math.min(count, available());
    if (some == 0) {
      return count == 0 ? 0 : -1;
    }
    MemorySegment.copy(value, JAVA_BYTE, at, target, from, some);
    at += some;
    return some;
  }

  @Override
  public long skip(long count) {
    long some = Math.clamp(count, 0, value.byteSize() - at);
    at += some;
    return some;
  }

  /** Fills it. */
  void read(MemorySegment target) {
    MemorySegment.copy(value, at, target, 0, target.byteSize());
    at += target.byteSize();
  }

  int getInt() {
    int result = value.get(JAVA_INT_UNALIGNED, at);
    at += Integer.BYTES;
    return result;
  }

  long getLong() {
    long result = value.get(JAVA_LONG_UNALIGNED, at);
    at += Long.BYTES;
    return result;
  }

  double getDouble() {
    double result = value.get(JAVA_DOUBLE_UNALIGNED, at);
    at += Double.BYTES;
    return result;
  }

  byte[] getBytes(int count) {
    byte[] result = new byte[count];
    read(MemorySegment.ofArray(result));
    return result;
  }

  String getString() {
    return new String(getBytes(getInt()), UTF_8);
  }

  /** Leaves the file, if there is one; who reads it last gives it back to its writer. */
  void close(boolean last) throws IOException {
    if (file != null) {
      file.close();
      if (last) {
        ValueFile.giveBack(file.path());
      }
    }
  }
}
