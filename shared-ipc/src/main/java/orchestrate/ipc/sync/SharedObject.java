package orchestrate.ipc.sync;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * An object in shared memory that outlives the death of any process which uses it. Get one from a
 * session; what is public here is for the session.
 */
public abstract sealed class SharedObject implements AutoCloseable
    permits SharedSemaphore, SharedEvent, SharedBarrier {
  private final String name;
  private final MappedRegion region;
  final MemorySegment segment;
  final Member member;
  final WaitStrategy strategy;

  SharedObject(String name, MappedRegion region, Member member, WaitStrategy strategy) {
    this.name = name;
    this.region = region;
    this.segment = region.segment();
    this.member = member;
    this.strategy = strategy;
  }

  /** Makes the file of an object, whole at once. */
  public static MappedRegion publish(Path file, Header header) throws IOException {
    return switch (header.kind()) {
      case SEMAPHORE -> SharedSemaphore.make(file, header);
      case EVENT -> SharedEvent.make(file, header);
      case BARRIER -> SharedBarrier.make(file, header);
      case SESSION, CHANNEL ->
          throw new IllegalArgumentException(header.kind() + " is not made here");
    };
  }

  /** The object in a file that has a header. */
  public static SharedObject of(String name, MappedRegion region, Header header, Member member) {
    return of(name, region, header, member, WaitStrategy.current());
  }

  static SharedObject of(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    return switch (header.kind()) {
      case SEMAPHORE -> new SharedSemaphore(name, region, header, member, strategy);
      case EVENT -> new SharedEvent(name, region, member, strategy);
      case BARRIER -> new SharedBarrier(name, region, header, member, strategy);
      case SESSION, CHANNEL ->
          throw new IllegalArgumentException(header.kind() + " is not opened here");
    };
  }

  /** Its name in the session. */
  public final String name() {
    return name;
  }

  public final MappedRegion region() {
    return region;
  }

  /**
   * Gives back what a participant holds that died or is leaving; does nothing if it is neither.
   * Idempotent, may be done by several processes at once, and again if one dies over it.
   */
  public abstract void recover(int slot, int generation);

  /** Wakes all who wait, to look again: the dead may have swallowed a wake-up. */
  public abstract void wakeAll();

  /** Unmaps the file: every further use throws {@link IllegalStateException}. */
  @Override
  public final void close() {
    region.close();
  }

  final boolean mayRecover(int slot, int generation) {
    return member.table().isRecoverable(slot, generation);
  }
}
