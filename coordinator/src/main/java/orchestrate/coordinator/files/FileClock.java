package orchestrate.coordinator.files;

import java.nio.file.attribute.FileTime;

/** The time of day, to be compared with the times of files. */
final class FileClock {
  private FileClock() {}

  /** In milliseconds since 1970. */
  static long millis() {
    return System.currentTimeMillis();
  }

  static FileTime now() {
    return FileTime.fromMillis(millis());
  }
}
