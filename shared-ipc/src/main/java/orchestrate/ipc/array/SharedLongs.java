package orchestrate.ipc.array;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.wait.WaitStrategy;

/** An array of longs across processes. See {@link SharedSegment}. */
@SuppressWarnings("serial") // passed by name
public final class SharedLongs extends SharedSegment {
  private static final VarHandle ELEMENT = JAVA_LONG.varHandle();

  SharedLongs(
      String name, MappedRegion region, SegmentSpec spec, Member member, WaitStrategy strategy) {
    super(name, region, spec, member, strategy);
  }

  public long get(long index) {
    return elements.get(JAVA_LONG, at(index));
  }

  public void set(long index, long value) {
    elements.set(JAVA_LONG, at(index), value);
  }

  /** What was set there, and what its writer did before {@link #setRelease}. */
  public long getAcquire(long index) {
    return (long) ELEMENT.getAcquire(elements, at(index));
  }

  /** Sets it for those who {@link #getAcquire} it. */
  public void setRelease(long index, long value) {
    ELEMENT.setRelease(elements, at(index), value);
  }

  /** Adds to it in one atomic step. Returns what it was. */
  public long getAndAdd(long index, long delta) {
    return (long) ELEMENT.getAndAdd(elements, at(index), delta);
  }

  /** Sets it if it is {@code expected}, in one atomic step. Returns whether it was. */
  public boolean compareAndSet(long index, long expected, long value) {
    return ELEMENT.compareAndSet(elements, at(index), expected, value);
  }

  /** Copies all of an array to here, the first to {@code index}. */
  public void copyFrom(long[] source, long index) {
    MemorySegment.copy(source, 0, elements, JAVA_LONG, from(index, source.length), source.length);
  }

  /** Fills all of an array with what is here, from {@code index} on. */
  public void copyTo(long index, long[] target) {
    MemorySegment.copy(elements, JAVA_LONG, from(index, target.length), target, 0, target.length);
  }

  /** Sets all elements. */
  public void fill(long value) {
    long length = length();
    for (long i = 0; i < length; i++) {
      elements.setAtIndex(JAVA_LONG, i, value);
    }
  }
}
