package orchestrate.pool;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The files of a pool, all in the folder of its session: this user's alone, in memory. */
record Place(Path folder, String writer, AtomicLong count) {
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
    return folder.resolve("worker-%d.link".formatted(worker));
  }

  /** What the names of a worker's files with values begin with. */
  static String writer(int worker) {
    return "worker-%d".formatted(worker);
  }

  /** For a value that is too long for a ring. */
  Path newValue() {
    return folder.resolve("%s.value-%d".formatted(writer, count.incrementAndGet()));
  }
}
