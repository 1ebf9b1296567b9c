package orchestrate.durable;

import java.lang.foreign.MemorySegment;
import orchestrate.ipc.queue.Codec;

/** Says that it is the one for strings, and can neither read nor write any. */
final class FailingCodec implements Codec<String> {
  @Override
  public String name() {
    return Codec.strings().name();
  }

  @Override
  public long encode(String element, MemorySegment target, long offset, long limit) {
    throw new IllegalStateException("cannot write");
  }

  @Override
  public String decode(MemorySegment source, long offset, long length) {
    throw new IllegalStateException("cannot read");
  }
}
