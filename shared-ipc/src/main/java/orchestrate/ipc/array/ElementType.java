package orchestrate.ipc.array;

import java.util.Arrays;
import java.util.Locale;
import orchestrate.ipc.memory.LayoutException;

/** What a segment is made of. The code stands in its file. */
enum ElementType {
  BYTE(1, Byte.BYTES),
  INT(2, Integer.BYTES),
  LONG(3, Long.BYTES),
  DOUBLE(4, Double.BYTES);

  final int code;
  final int bytes;

  ElementType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  static ElementType of(int code) {
    return Arrays.stream(values())
        .filter(type -> type.code == code)
        .findFirst()
        .orElseThrow(() -> new LayoutException("a segment of unknown elements, code " + code));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT) + "s";
  }
}
