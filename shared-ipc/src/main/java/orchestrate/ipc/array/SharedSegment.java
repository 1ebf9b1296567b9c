package orchestrate.ipc.array;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.object.Waiter;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * Memory that all processes of a session share, as bytes or as an array of numbers: what one writes
 * there the others see, and nothing is copied. Get one from a session.
 *
 * <pre>{@code
 * SharedDoubles samples = session.doubles("samples", 1_000_000_000); // 8 GB
 * pool.submit(() -> normalize(samples, 0, 1_000_000));       // the name goes there, not the data
 * }</pre>
 *
 * <p>Zero when it is made. Its room is taken then, in memory or on the disk where the session is:
 * if there isn't enough, it is not made, and nobody is killed for it later. It stays until the
 * session is gone or {@linkplain orchestrate.ipc.session.Session#remove removes} it.
 *
 * <p><b>Memory order.</b> {@code get} and {@code set} are plain accesses, as of a Java array, and
 * as quick; bulk operations, too. Use them where something else orders what processes do: a lock, a
 * queue, an event. What a thread did before {@code setRelease} happens-before what another, in any
 * process, does after a {@code getAcquire} that saw that value. {@code getAndAdd} and {@code
 * compareAndSet} are atomic, with the effects of {@code volatile}.
 *
 * <p>Thread-safe in so far. A process that dies has written what it has written: nothing is undone.
 * An index out of bounds throws {@link IndexOutOfBoundsException}. After the session is closed in
 * this process every access throws {@link IllegalStateException}, {@link #segment()} included.
 *
 * <pre>
 *   64  length * bytes of one  the elements, in the byte order of the machine
 * </pre>
 */
@SuppressWarnings("serial") // passed by name
public abstract sealed class SharedSegment extends SharedObject
    permits SharedBytes, SharedInts, SharedLongs, SharedDoubles {
  final MemorySegment elements;
  private final SegmentSpec spec;

  SharedSegment(
      String name, MappedRegion region, SegmentSpec spec, Member member, WaitStrategy strategy) {
    super(name, region, spec.fileBytes(), member, strategy);
    this.spec = spec;
    this.elements = segment.asSlice(Header.BYTES);
  }

  /** How many elements it has. */
  public final long length() {
    return spec.length();
  }

  /**
   * The memory of all elements, aligned to 64 bytes: for bulk work, views, the Vector API. In it an
   * element is in the byte order of the machine.
   */
  public final MemorySegment segment() {
    return elements;
  }

  /** Where the element is in {@link #elements}. */
  final long at(long index) {
    return Objects.checkIndex(index, spec.length()) * spec.type().bytes;
  }

  /** Where so many elements begin that are all there. */
  final long from(long index, long count) {
    return Objects.checkFromIndexSize(index, count, spec.length()) * spec.type().bytes;
  }

  /** Does nothing: nobody holds anything of a segment. */
  @Override
  public final void recover(int slot, int generation) {}

  /** Does nothing: nobody waits for a segment. */
  @Override
  public final void wakeAll() {}

  /** Nobody: a segment isn't waited for. */
  @Override
  public final List<Waiter> waiting() {
    return List.of();
  }

  @Override
  public final String toString() {
    return "segment '%s' (%d %s)".formatted(name(), spec.length(), spec.type());
  }
}
