package orchestrate.ipc.object;

import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.wait.WaitStrategy;
import org.jspecify.annotations.Nullable;

/**
 * An object in shared memory that outlives the death of any process which uses it. Get one from a
 * session; what is public here is for the session, and for those who want to see who waits for
 * whom.
 *
 * <p>Serializable by its name: what is read back, in any process of this user on this machine, is
 * the same object, and nothing of it is copied. So it can be an argument of what another process
 * runs. That process takes part in the session from then on: see {@link
 * orchestrate.ipc.session.Session#ofThisProcess}.
 */
@SuppressWarnings("serial") // a reference is written in its place
public abstract class SharedObject implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1;

  private final String name;
  private final MappedRegion region;
  protected final MemorySegment segment;
  protected final Member member;
  protected final WaitStrategy strategy;
  private volatile @Nullable Serializable reference;

  /**
   * The object in a file whose header names its kind.
   *
   * @param bytes how large such a file is: else accesses could miss it
   * @throws LayoutException if the file has another size
   */
  protected SharedObject(
      String name, MappedRegion region, long bytes, Member member, WaitStrategy strategy) {
    region.requireSize(bytes);
    this.name = name;
    this.region = region;
    this.segment = region.segment();
    this.member = member;
    this.strategy = strategy;
  }

  /** Its name in the session. */
  public final String name() {
    return name;
  }

  /** What it is, in a word: {@code semaphore}. */
  public final String kind() {
    return Header.require(region).kind().toString();
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

  /** The threads that wait for this object, of any process, the longest wait first. */
  public abstract List<Waiter> waiting();

  /**
   * Who holds how much of this object, so that others wait for it; empty if it is nothing that can
   * be held.
   */
  public Map<Participant, Integer> holders() {
    return Map.of();
  }

  /**
   * What has to come, and from whom, for somebody who waits to go on; empty if anybody may end that
   * wait. By default one unit of what is held.
   *
   * @param waiting all who wait, as {@link #waiting()} has told
   * @param waiter one of them
   */
  public Optional<Need> need(List<Waiter> waiting, Waiter waiter) {
    return Optional.of(new Need(1, holders()));
  }

  /** For the session: what is written in its place, and read back as what it stands for. */
  public final void setReference(Serializable reference) {
    this.reference = reference;
  }

  protected final Object writeReplace() throws ObjectStreamException {
    Serializable found = reference;
    if (found == null) {
      throw new NotSerializableException("'%s' is no object of a session".formatted(name));
    }
    return found;
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("an object in shared memory is passed by its name");
  }

  /** Unmaps the file: every further use throws {@link IllegalStateException}. */
  @Override
  public final void close() {
    region.close();
  }

  protected final boolean mayRecover(int slot, int generation) {
    return member.table().isRecoverable(slot, generation);
  }
}
