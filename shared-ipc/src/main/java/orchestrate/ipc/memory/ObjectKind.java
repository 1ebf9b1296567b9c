package orchestrate.ipc.memory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an object file holds. Code and version stand in the file: change one, count it up. */
public enum ObjectKind {
  SESSION(1, 3),
  SEMAPHORE(2, 3),
  EVENT(3, 3),
  BARRIER(4, 4),
  CHANNEL(5, 3),
  LATCH(6, 2),
  COUNTER(7, 1),
  LOCK(8, 2),
  READ_WRITE_LOCK(9, 2),
  QUEUE(10, 2),
  SEGMENT(11, 1);

  private final int code;
  private final int version;

  ObjectKind(int code, int version) {
    this.code = code;
    this.version = version;
  }

  int code() {
    return code;
  }

  int version() {
    return version;
  }

  static Optional<ObjectKind> of(int code) {
    return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
  }

  static String describe(int code) {
    return of(code).map(ObjectKind::toString).orElse("unknown kind " + code);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
