package orchestrate.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What {@code posix_spawn} is told of a program, as C wants it: a file, arguments, and variables.
 * The memory is used again for each program, so that a small one costs a copy and no allocation.
 *
 * <p>Written byte by byte into a buffer on purpose: accesses to memory segments are slow until the
 * JIT has compiled them, and most runs are over by then.
 */
final class CStrings {
  private static final int FIRST_BYTES = 1 << 12;

  private ByteBuffer memory = allocate(FIRST_BYTES);
  private long start = addressOf(memory);
  private long arguments;
  private long variables;
  private long file;

  /**
   * @param own {@code NAME=VALUE} each
   * @param shared addresses of further such strings
   * @throws IOException if a string has a character that C's can't have
   */
  void set(String programFile, List<String> argv, Collection<String> own, long[] shared)
      throws IOException {
    List<byte[]> strings = new ArrayList<>(argv.size() + own.size() + 1);
    for (String argument : argv) {
      strings.add(encode(argument));
    }
    for (String variable : own) {
      strings.add(encode(variable));
    }
    strings.add(encode(programFile));
    int words = argv.size() + 1 + own.size() + shared.length + 1;
    reserve(words * Long.BYTES + strings.stream().mapToInt(string -> string.length).sum());
    place(strings, argv.size(), own.size(), shared, words * Long.BYTES);
  }

  private void place(List<byte[]> strings, int argc, int own, long[] shared, int offset) {
    long[] pointers = new long[strings.size()];
    memory.position(offset);
    for (int i = 0; i < pointers.length; i++) {
      pointers[i] = start + memory.position();
      memory.put(strings.get(i));
    }
    file = pointers[pointers.length - 1];
    arguments = start;
    variables = start + (argc + 1L) * Long.BYTES;
    memory
        .position(0)
        .asLongBuffer()
        .put(pointers, 0, argc)
        .put(0)
        .put(pointers, argc, own)
        .put(shared)
        .put(0);
  }

  long file() {
    return file;
  }

  /** The address of a null-terminated array. */
  long arguments() {
    return arguments;
  }

  /** The address of a null-terminated array. */
  long variables() {
    return variables;
  }

  private void reserve(int bytes) {
    if (memory.capacity() < bytes) {
      memory = allocate(Math.max(bytes, 2 * memory.capacity()));
      start = addressOf(memory);
    }
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  private static long addressOf(ByteBuffer buffer) {
    return MemorySegment.ofBuffer(buffer).address();
  }

  /** The address of a string that lives as long as the arena. */
  static long of(String text, Arena arena) throws IOException {
    byte[] bytes = encode(text);
    MemorySegment memory = arena.allocate(bytes.length);
    memory.copyFrom(MemorySegment.ofArray(bytes));
    return memory.address();
  }

  private static byte[] encode(String text) throws IOException {
    if (text.indexOf('\0') >= 0) {
      throw new IOException(
          "a NUL character, which no program can be given, is in: " + text.replace("\0", "\\0"));
    }
    byte[] bytes = text.getBytes(UTF_8);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }
}
