package orchestrate.benchmarks.primitives;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Which core a thread runs on. */
final class Affinity {
  private static final int MASK_BYTES = 128;

  private Affinity() {}

  /** Keeps the calling thread, and no other of this process, on a core; -1 for any. */
  @SuppressWarnings("restricted")
  static void pin(int core) {
    if (core < 0) {
      return;
    }
    Linker linker = Linker.nativeLinker();
    MethodHandle setAffinity =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("sched_setaffinity"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_BYTES, Long.BYTES);
      mask.set(JAVA_BYTE, core / Byte.SIZE, (byte) (1 << core % Byte.SIZE));
      int result = (int) setAffinity.invokeExact(0, (long) MASK_BYTES, mask);
      if (result != 0) {
        throw new IllegalStateException("this process may not run on core " + core);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("sched_setaffinity throws nothing", e);
    }
  }
}
