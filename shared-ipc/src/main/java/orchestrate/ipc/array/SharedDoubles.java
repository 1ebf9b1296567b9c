package orchestrate.ipc.array;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.wait.WaitStrategy;

/** An array of doubles across processes. See {@link SharedSegment}. */
@SuppressWarnings("serial") // passed by name
public final class SharedDoubles extends SharedSegment {
  private static final VarHandle ELEMENT = JAVA_DOUBLE.varHandle();

  SharedDoubles(
      String name, MappedRegion region, SegmentSpec spec, Member member, WaitStrategy strategy) {
    super(name, region, spec, member, strategy);
  }

  public double get(long index) {
    return elements.get(JAVA_DOUBLE, at(index));
  }

  public void set(long index, double value) {
    elements.set(JAVA_DOUBLE, at(index), value);
  }

  /** What was set there, and what its writer did before {@link #setRelease}. */
  public double getAcquire(long index) {
    return (double) ELEMENT.getAcquire(elements, at(index));
  }

  /** Sets it for those who {@link #getAcquire} it. */
  public void setRelease(long index, double value) {
    ELEMENT.setRelease(elements, at(index), value);
  }

  /** Copies all of an array to here, the first to {@code index}. */
  public void copyFrom(double[] source, long index) {
    MemorySegment.copy(source, 0, elements, JAVA_DOUBLE, from(index, source.length), source.length);
  }

  /** Fills all of an array with what is here, from {@code index} on. */
  public void copyTo(long index, double[] target) {
    MemorySegment.copy(elements, JAVA_DOUBLE, from(index, target.length), target, 0, target.length);
  }

  /** Sets all elements. */
  public void fill(double value) {
    long length = length();
    for (long i = 0; i < length; i++) {
      elements.setAtIndex(JAVA_DOUBLE, i, value);
    }
  }
}
