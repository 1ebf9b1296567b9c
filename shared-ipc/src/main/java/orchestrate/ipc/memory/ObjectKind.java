package orchestrate.ipc.memory;

/** What an object file holds. Code and version stand in the file: change one, count it up. */
public enum ObjectKind {
  SESSION(1, 1),
  SEMAPHORE(2, 1),
  EVENT(3, 1),
  BARRIER(4, 1),
  CHANNEL(5, 1);

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

  static String describe(int code) {
    for (ObjectKind kind : values()) {
      if (kind.code == code) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
      }
    }
    return "unknown kind " + code;
  }
}
