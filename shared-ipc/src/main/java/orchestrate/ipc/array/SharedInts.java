package orchestrate.ipc.array;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.wait.WaitStrategy;

/** An array of ints across processes. See {@link SharedSegment}. */
@SuppressWarnings("serial") // passed by name
public final class SharedInts extends SharedSegment {
  private static final VarHandle ELEMENT = JAVA_INT.varHandle();

  SharedInts(
      String name, MappedRegion region, SegmentSpec spec, Member member, WaitStrategy strategy) {
    super(name, region, spec, member, strategy);
  }

  public int get(long index) {
    return elements.get(JAVA_INT, at(index));
  }

  public void set(long index, int value) {
    elements.set(JAVA_INT, at(index), value);
  }

  /** What was set there, and what its writer did before {@link #setRelease}. */
  public int getAcquire(long index) {
    return (int) ELEMENT.getAcquire(elements, at(index));
  }

  /** Sets it for those who {@link #getAcquire} it. */
  public void setRelease(long index, int value) {
    ELEMENT.setRelease(elements, at(index), value);
  }

  /** Adds to it in one atomic step. Returns what it was. */
  public int getAndAdd(long index, int delta) {
    return (int) ELEMENT.getAndAdd(elements, at(index), delta);
  }

  /** Sets it if it is {@code expected}, in one atomic step. Returns whether it was. */
  public boolean compareAndSet(long index, int expected, int value) {
    return ELEMENT.compareAndSet(elements, at(index), expected, value);
  }

  /** Copies all of an array to here, the first to {@code index}. */
  public void copyFrom(int[] source, long index) {
    MemorySegment.copy(source, 0, elements, JAVA_INT, from(index, source.length), source.length);
  }

  /** Fills all of an array with what is here, from {@code index} on. */
  public void copyTo(long index, int[] target) {
    MemorySegment.copy(elements, JAVA_INT, from(index, target.length), target, 0, target.length);
  }

  /** Sets all elements. */
  public void fill(int value) {
    long length = length();
    for (long i = 0; i < length; i++) {
      elements.setAtIndex(JAVA_INT, i, value);
    }
  }
}
