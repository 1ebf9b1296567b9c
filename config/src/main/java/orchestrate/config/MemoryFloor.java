package orchestrate.config;

/** How much memory is to be free before a task is started beside others. */
public sealed interface MemoryFloor {
  /** In bytes, on a machine with so many in all. */
  long of(long total);

  /** Five percent, 512 MB at most: enough to log in and look. */
  record Default() implements MemoryFloor {
    private static final long MOST = 512L << 20;

    @Override
    public long of(long total) {
      return Math.min(total / 20, MOST);
    }
  }

  /** So many bytes; with 0 memory is not watched. */
  record Bytes(long bytes) implements MemoryFloor {
    @Override
    public long of(long total) {
      return bytes;
    }
  }

  /** A share of all memory. */
  record Percent(int percent) implements MemoryFloor {
    @Override
    public long of(long total) {
      return total / 100 * percent;
    }
  }
}
