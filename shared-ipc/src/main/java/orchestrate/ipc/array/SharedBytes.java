package orchestrate.ipc.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.wait.WaitStrategy;

/** Bytes across processes. See {@link SharedSegment}. */
@SuppressWarnings("serial") // passed by name
public final class SharedBytes extends SharedSegment {
  private static final VarHandle ELEMENT = JAVA_BYTE.varHandle();

  SharedBytes(
      String name, MappedRegion region, SegmentSpec spec, Member member, WaitStrategy strategy) {
    super(name, region, spec, member, strategy);
  }

  public byte get(long index) {
    return elements.get(JAVA_BYTE, at(index));
  }

  public void set(long index, byte value) {
    elements.set(JAVA_BYTE, at(index), value);
  }

  /** What was set there, and what its writer did before {@link #setRelease}. */
  public byte getAcquire(long index) {
    return (byte) ELEMENT.getAcquire(elements, at(index));
  }

  /** Sets it for those who {@link #getAcquire} it. */
  public void setRelease(long index, byte value) {
    ELEMENT.setRelease(elements, at(index), value);
  }

  /** Copies all of an array to here, the first to {@code index}. */
  public void copyFrom(byte[] source, long index) {
    MemorySegment.copy(source, 0, elements, JAVA_BYTE, from(index, source.length), source.length);
  }

  /** Fills all of an array with what is here, from {@code index} on. */
  public void copyTo(long index, byte[] target) {
    MemorySegment.copy(elements, JAVA_BYTE, from(index, target.length), target, 0, target.length);
  }

  /** Sets all elements. */
  public void fill(byte value) {
    elements.fill(value);
  }
}
