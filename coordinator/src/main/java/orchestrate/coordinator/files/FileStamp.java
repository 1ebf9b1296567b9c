package orchestrate.coordinator.files;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says of a file without reading it. While it is the same, so is what is in
 * the file, with one exception: see {@link #isOlderThan}.
 *
 * @param size in bytes
 * @param modified when its content changed, in nanoseconds since 1970; programs can set it
 * @param changed when it or its attributes changed, in nanoseconds since 1970; nobody can set it
 * @param inode which another file has that was put in its place
 */
public record FileStamp(long size, long modified, long changed, long inode) {
  /** Some file systems count in two seconds; the kernel's clock for files lags by 10 ms. */
  private static final long COARSENESS_NANOS = 2_500_000_000L;

  /** Of a file, or of what a link leads to. */
  public static FileStamp of(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino");
    return new FileStamp(
        (Long) requireNonNull(attributes.get("size")),
        nanos("lastModifiedTime", attributes),
        nanos("ctime", attributes),
        (Long) requireNonNull(attributes.get("ino")));
  }

  private static long nanos(String name, Map<String, Object> attributes) {
    return ((FileTime) requireNonNull(attributes.get(name))).to(TimeUnit.NANOSECONDS);
  }

  /**
   * Whether the file was left alone for a while before that moment. If not, it may change after it
   * and look the same, as its times are coarse.
   */
  boolean isOlderThan(long nanosSince1970) {
    return Math.max(modified, changed) + COARSENESS_NANOS < nanosSince1970;
  }
}
