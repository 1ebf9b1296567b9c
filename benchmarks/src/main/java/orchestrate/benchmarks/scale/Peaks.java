package orchestrate.benchmarks.scale;

/**
 * The most that there was of this process at a time.
 *
 * @param heapBytes in use after a collection; 0 if nothing was collected for that
 */
record Peaks(long descriptors, long threads, long heapBytes) {
  static final Peaks NONE = new Peaks(0, 0, 0);

  Peaks or(Peaks other) {
    return new Peaks(
        Math.max(descriptors, other.descriptors),
        Math.max(threads, other.threads),
        Math.max(heapBytes, other.heapBytes));
  }
}
