package orchestrate.worker.protocol;

/** What made a worker's JVM begin to end. */
public enum WayOut {
  /** Nothing: it lives, or it ended at one stroke. */
  NONE(0),
  /** Somebody in it called {@code System.exit}. */
  EXIT_CALLED(1),
  /** A signal that asks a program to end. */
  SIGNAL(2);

  /** Its number in shared memory. */
  final int code;

  WayOut(int code) {
    this.code = code;
  }

  static WayOut of(int code) {
    for (WayOut wayOut : values()) {
      if (wayOut.code == code) {
        return wayOut;
      }
    }
    throw new IllegalStateException("unknown way out: " + code);
  }
}
