package orchestrate.durable;

import java.io.IOException;

/** Gives the disk space of files back that every consumer has passed. */
final class Pruning {
  private Pruning() {}

  /**
   * Deletes them. Only while nobody appends and no consumer is added.
   *
   * @return how many
   */
  static int prune(ElementFiles files, ControlFile control) throws IOException {
    long oldFirst = files.fileOf(control.first());
    long newFirst = files.fileOf(control.slowest());
    // First they are no longer part of the queue, then they go; what is left of them if we are
    // killed in between is deleted when the queue is opened by the next session.
    control.setFirst(Math.max(control.first(), files.firstOf(newFirst)));
    for (long file = oldFirst; file < newFirst; file++) {
      files.delete(file);
    }
    return (int) (newFirst - oldFirst);
  }

  /** Deletes what prunings that were interrupted have left. */
  static void sweep(ElementFiles files, ControlFile control) throws IOException {
    for (long file : files.list()) {
      if (file < files.fileOf(control.first())) {
        files.delete(file);
      }
    }
  }
}
