package orchestrate.pool;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The files of a pool, all in the folder of its session: this user's alone, in memory. */
record Place(Path folder, String writer, AtomicLong count) {
  private static final String VALUE = ".value-";

  /**
   * @param writer of files with values, in their names: no two processes write a file of one name
   */
  static Place of(Path folder, String writer) {
    return new Place(folder, writer, new AtomicLong());
  }

  static Path bell(Path folder) {
    return folder.resolve("bell");
  }

  static Path link(Path folder, int worker) {
    return link(folder, writer(worker));
  }

  static Path link(Path folder, String worker) {
    return folder.resolve(worker + ".link");
  }

  /** What the names of a worker's files with values begin with. */
  static String writer(int worker) {
    return "worker-%d".formatted(worker);
  }

  /** For a value that is too long for a ring. */
  Path newValue() {
    return folder.resolve(writer + VALUE + count.incrementAndGet());
  }

  /** What the next value may be written over. */
  Path spare() {
    return spare(folder, writer);
  }

  static Path spare(Path folder, String writer) {
    return folder.resolve(writer + ".spare");
  }

  /** Who has written the value of that name. */
  static String writerOf(String value) {
    return value.substring(0, value.indexOf(VALUE));
  }

  /** Which of its writer's values has that name, counted from 1; 0 if it is not one's name. */
  static long numberOf(String value) {
    int end = value.indexOf(VALUE);
    return end < 0 ? 0 : Long.parseLong(value.substring(end + VALUE.length()));
  }
}
