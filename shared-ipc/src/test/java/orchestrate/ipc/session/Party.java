package orchestrate.ipc.session;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import orchestrate.ipc.array.SegmentSpec;
import orchestrate.ipc.channel.ChannelMemory;
import orchestrate.ipc.channel.ChannelSpec;
import orchestrate.ipc.channel.SharedChannel;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.participant.Keeper;
import orchestrate.ipc.participant.Mortality;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.participant.Warden;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueMemory;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.sync.LockSpec;
import orchestrate.ipc.sync.SemaphoreSpec;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedLatch;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedReadWriteLock;
import orchestrate.ipc.sync.SharedSemaphore;
import org.jspecify.annotations.Nullable;

/**
 * A participant made of the parts that a {@link Session} is made of, but it has a warden only if
 * that is wanted: without one, deaths are noticed when the test says so.
 */
public final class Party implements AutoCloseable {
  private final Path folder;
  private final MappedRegion control;
  private final ParticipantTable table;
  private final Keeper keeper;
  private final ObjectStore objects;
  private final Set<MappedRegion> mapped = ConcurrentHashMap.newKeySet();
  private final Deque<AutoCloseable> ends = new ArrayDeque<>();
  private @Nullable Warden warden;

  private Party(Path folder, MappedRegion control, String label) throws IOException {
    this.folder = folder;
    this.control = control;
    this.table = new ParticipantTable(control);
    this.keeper = Keeper.join(table, label);
    this.objects = new ObjectStore(folder, keeper.member());
  }

  /** Makes the folder and takes part. */
  public static Party create(Path folder, String label) throws IOException {
    FolderTree.createPrivate(folder);
    MappedRegion control =
        MappedRegion.publish(
            folder.resolve(Session.CONTROL_FILE),
            ParticipantTable.BYTES,
            ParticipantTable.HEADER,
            segment -> {});
    return new Party(folder, control, label);
  }

  public static Party join(Path folder, String label) throws IOException {
    return new Party(
        folder,
        MappedRegion.open(folder.resolve(Session.CONTROL_FILE), ParticipantTable.BYTES),
        label);
  }

  /** From now on this one recovers the dead by itself. */
  public void startWarden() {
    warden = new Warden(keeper.member(), objects::recover);
    warden.start();
  }

  public Path folder() {
    return folder;
  }

  public int slot() {
    return keeper.member().slot();
  }

  /** Everybody who takes part. */
  public List<Participant> participants() {
    return table.snapshot();
  }

  /** The object of that name, made if there is none. */
  public SharedObject object(String name, Header header) {
    SharedObject object = objects.openOrCreate(name, header);
    mapped.add(object.region());
    return object;
  }

  public void remove(String name) throws IOException {
    objects.remove(name);
  }

  public SharedSemaphore semaphore(String name, SemaphoreSpec spec) {
    return (SharedSemaphore) object(name, spec.header());
  }

  public SharedLock lock(String name, LockSpec spec) {
    return (SharedLock) object(name, spec.header());
  }

  public SharedReadWriteLock readWriteLock(String name) {
    return (SharedReadWriteLock) object(name, new Header(ObjectKind.READ_WRITE_LOCK, 0));
  }

  public <E> SharedQueue<E> queue(String name, QueueSpec spec, Codec<E> codec) {
    SharedObject memory =
        objects.openOrCreate(
            name, spec.header(), (file, header) -> QueueMemory.make(file, header, codec.name()));
    mapped.add(memory.region());
    return new SharedQueue<>((QueueMemory) memory, codec);
  }

  public <E> SharedChannel<E> channel(String name, ChannelSpec spec, Codec<E> codec) {
    SharedObject memory =
        objects.openOrCreate(
            name, spec.header(), (file, header) -> ChannelMemory.make(file, header, codec.name()));
    mapped.add(memory.region());
    return new SharedChannel<>((ChannelMemory) memory, codec);
  }

  public SharedEvent event(String name) {
    return (SharedEvent) object(name, new Header(ObjectKind.EVENT, 0));
  }

  public SharedBarrier barrier(String name, int parties) {
    return (SharedBarrier) object(name, new Header(ObjectKind.BARRIER, parties));
  }

  public SharedLatch latch(String name, int count) {
    return (SharedLatch) object(name, new Header(ObjectKind.LATCH, count));
  }

  public SharedCounter counter(String name) {
    return (SharedCounter) object(name, new Header(ObjectKind.COUNTER, 0));
  }

  /** Memory of zeros that everybody who names it shares, without an object in it. */
  public MemorySegment memory(String name, long bytes) throws IOException {
    MappedRegion region = channel(folder.resolve(ObjectName.toFileName(name)), bytes);
    mapped.add(region);
    return region.segment().asSlice(Header.BYTES, bytes);
  }

  private static MappedRegion channel(Path file, long bytes) throws IOException {
    try {
      Header header = SegmentSpec.bytes(bytes).header();
      return MappedRegion.publish(file, Header.BYTES + bytes, header, segment -> {});
    } catch (FileAlreadyExistsException made) {
      return MappedRegion.open(file, Header.BYTES + bytes);
    }
  }

  /** Kills everybody in the session but those. Returns their slots. */
  public List<Integer> killAllBut(Set<Integer> living) {
    return Mortality.killAllBut(living, table);
  }

  /** Does what a warden does, until the dead's slots can be used again. */
  public void recover(List<Integer> dead) {
    Mortality.recover(dead, table, objects::recover);
  }

  /** Leaves as a session is left. */
  @Override
  public void close() {
    if (warden != null) {
      warden.stop();
    }
    keeper.beginLeaving();
    objects.leave();
    keeper.leave();
    unmap();
  }

  /**
   * What is to be done besides when this one is buried, for what it opened other than through here.
   */
  public void whenBuried(AutoCloseable end) {
    ends.push(end);
  }

  /** Ends what is left of a participant whose life is over. */
  public void bury() throws Exception {
    for (AutoCloseable end : ends) {
      end.close();
    }
    keeper.leave();
    unmap();
  }

  public static void deleteFolder(Path folder) throws IOException {
    FolderTree.delete(folder);
  }

  private void unmap() {
    mapped.forEach(MappedRegion::close);
    control.close();
  }
}
