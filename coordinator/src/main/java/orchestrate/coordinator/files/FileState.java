package orchestrate.coordinator.files;

/**
 * What was in a file.
 *
 * @param sha256 of its content
 * @param executable by its owner
 * @param stamp that it had when it began to be read
 * @param readAt when that was, in nanoseconds since 1970
 */
public record FileState(String sha256, boolean executable, FileStamp stamp, long readAt) {
  /** Whether a program would see a difference. */
  public boolean isSameAs(FileState other) {
    return sha256.equals(other.sha256) && executable == other.executable;
  }

  /** Whether a file with this stamp has the same in it, for sure. */
  boolean holdsFor(FileStamp now) {
    return stamp.equals(now) && stamp.isOlderThan(readAt);
  }
}
