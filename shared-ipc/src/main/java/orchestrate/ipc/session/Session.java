package orchestrate.ipc.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import orchestrate.ipc.array.SegmentSpec;
import orchestrate.ipc.array.SharedBytes;
import orchestrate.ipc.array.SharedDoubles;
import orchestrate.ipc.array.SharedInts;
import orchestrate.ipc.array.SharedLongs;
import orchestrate.ipc.array.SharedSegment;
import orchestrate.ipc.channel.ChannelMemory;
import orchestrate.ipc.channel.ChannelSpec;
import orchestrate.ipc.channel.SharedChannel;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.memory.OwnedByUs;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.os.ProcessStat;
import orchestrate.ipc.participant.DeathListener;
import orchestrate.ipc.participant.Keeper;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.participant.Participant;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.participant.Warden;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueMemory;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.report.Deadlock;
import orchestrate.ipc.report.DeadlockFinder;
import orchestrate.ipc.sync.LockSpec;
import orchestrate.ipc.sync.SemaphoreSpec;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedLatch;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedReadWriteLock;
import orchestrate.ipc.sync.SharedSemaphore;

/**
 * A folder of named objects (semaphores, events, barriers, ...) and the processes that share it.
 *
 * <pre>{@code
 * SessionFolders folders = SessionFolders.standard(fallback);
 * try (Session session = Session.create(folders.newFolder("build"), "coordinator")) {
 *   session.watch(dead -> log("lost " + dead.describe()));
 *   SharedSemaphore gpus = session.semaphore("gpus", 2);
 *   ...
 * }
 * // in another process
 * try (Session session = Session.open(folder, "worker-1")) {
 *   session.findSemaphore("gpus").acquire();
 * }
 * }</pre>
 *
 * <p>A process takes part from {@link #create} or {@link #open} until {@link #close()} or its
 * death; what it holds then comes back to the others within milliseconds. The folder goes when its
 * creator closes it; if the creator died, {@link SessionFolders#sweep()} removes it. A
 * <b>standing</b> session has no creator and stays: see {@link #openOrCreate}.
 *
 * <p>Thread-safe. A process may open a session several times; it is then several participants.
 */
public final class Session implements AutoCloseable {
  static final String CONTROL_FILE = "session.control";

  private final Path folder;
  private final Object identity;
  private final boolean creator;
  private final MappedRegion control;
  private final ParticipantTable table;
  private final Keeper keeper;
  private final ObjectStore objects;
  private final Warden warden;
  private boolean watching;
  private boolean closed;

  private Session(
      Path folder, Object identity, boolean creator, MappedRegion control, Keeper keeper) {
    this.folder = folder;
    this.identity = identity;
    this.creator = creator;
    this.control = control;
    this.keeper = keeper;
    this.table = keeper.member().table();
    this.objects = new ObjectStore(folder, keeper.member());
    this.warden = new Warden(keeper.member(), objects::recover);
  }

  /**
   * Makes a session that is its maker's; the folder must not exist, its parent must.
   *
   * <p>It is made under another name, with this process in it, and then renamed: a folder of that
   * name always has a whole session in it.
   *
   * @param label what this process is called in messages, up to 48 bytes
   */
  public static Session create(Path folder, String label) throws IOException {
    Path unfinished = FolderTree.temporaryName(folder, ProcessStat.self());
    FolderTree.createPrivate(unfinished);
    MappedRegion control = null;
    try {
      control = ParticipantTable.make(unfinished.resolve(CONTROL_FILE));
      Object identity = OpenSessions.identity(unfinished);
      Keeper keeper = join(control, label);
      keeper.member().table().setCreator(keeper.member());
      try {
        Files.move(unfinished, folder);
      } catch (IOException e) {
        keeper.beginLeaving();
        keeper.leave();
        throw e;
      }
      Session session = new Session(folder, identity, true, control, keeper);
      OpenSessions.add(identity, session);
      return session;
    } catch (IOException | RuntimeException e) {
      if (control != null) {
        control.close();
      }
      FolderTree.delete(unfinished);
      throw e;
    }
  }

  /**
   * Joins a session. What participants held who died before, be it that nobody was there to see it,
   * has been given back when this returns.
   *
   * @throws NoSuchFileException if there is none in that folder
   * @throws java.nio.file.AccessDeniedException if folder or file isn't this user's alone
   */
  public static Session open(Path folder, String label) throws IOException {
    OwnedByUs.checkFolder(folder);
    MappedRegion control = MappedRegion.open(folder.resolve(CONTROL_FILE), ParticipantTable.BYTES);
    Session session;
    try {
      EarlierBoot.endIn(folder, new ParticipantTable(control));
      Object identity = OpenSessions.identity(folder);
      session = new Session(folder, identity, false, control, join(control, label));
    } catch (IOException | RuntimeException e) {
      control.close();
      throw e;
    }
    try {
      session.warden.clearUp();
      OpenSessions.add(session.identity, session);
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Joins a standing session, one that is nobody's, and makes it if there is none: then the parent
   * folder must exist. It outlives all who take part, and holds what they have left in it: set
   * events stay set. In memory, as {@link SessionFolders} has it, it stays until the system
   * restarts.
   *
   * <p>Any number of processes may do this at once and meet in one session.
   *
   * @throws java.nio.file.AccessDeniedException if folder or file isn't this user's alone
   */
  public static Session openOrCreate(Path folder, String label) throws IOException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      makeStanding(folder);
    }
    return open(folder, label);
  }

  /**
   * The session in that folder as this process takes part in it: the one that it has created or
   * opened first and not closed. If there is none, it is opened, as {@link #open}, and stays so
   * until this process ends; it needn't be closed, and others are then not told of a death.
   *
   * <p>Objects that were passed to this process ({@linkplain SharedObject by name}) are those of
   * this session: what it takes of them is given back when it is closed, or the process ends, and
   * not when nobody in it refers to them any more. A process that wants another label for this, or
   * another moment, opens the session before it is passed anything.
   *
   * @throws NoSuchFileException if there is no session in that folder
   * @throws java.nio.file.AccessDeniedException if folder or file isn't this user's alone
   */
  public static Session ofThisProcess(Path folder) throws IOException {
    return OpenSessions.of(folder);
  }

  /** Whole at once; does nothing if another process was quicker. */
  private static void makeStanding(Path folder) throws IOException {
    Path unfinished = FolderTree.temporaryName(folder, ProcessStat.self());
    FolderTree.createPrivate(unfinished);
    try {
      ParticipantTable.make(unfinished.resolve(CONTROL_FILE)).close();
      Files.move(unfinished, folder);
    } catch (IOException e) {
      FolderTree.delete(unfinished);
      if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
  }

  private static Keeper join(MappedRegion control, String label) throws IOException {
    return Keeper.join(new ParticipantTable(control), label);
  }

  public Path folder() {
    return folder;
  }

  /**
   * The semaphore of that name, made with so many permits if there is none: bounded and unfair.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else or has other permits
   */
  public SharedSemaphore semaphore(String name, int permits) {
    return semaphore(name, SemaphoreSpec.of(permits));
  }

  /**
   * The semaphore of that name, made so if there is none.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else or was made otherwise
   */
  public SharedSemaphore semaphore(String name, SemaphoreSpec spec) {
    startWarden();
    return (SharedSemaphore) objects.openOrCreate(name, spec.header());
  }

  /**
   * The event of that name, made if there is none.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else
   */
  public SharedEvent event(String name) {
    startWarden();
    return (SharedEvent) objects.openOrCreate(name, new Header(ObjectKind.EVENT, 0));
  }

  /**
   * The barrier of that name, made for so many parties if there is none.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else or has other parties
   */
  public SharedBarrier barrier(String name, int parties) {
    startWarden();
    return (SharedBarrier) objects.openOrCreate(name, new Header(ObjectKind.BARRIER, parties));
  }

  /**
   * The lock of that name, made if there is none: unfair.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else or was made fair
   */
  public SharedLock lock(String name) {
    return lock(name, LockSpec.unfair());
  }

  /**
   * The lock of that name, made so if there is none.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else or was made otherwise
   */
  public SharedLock lock(String name, LockSpec spec) {
    startWarden();
    return (SharedLock) objects.openOrCreate(name, spec.header());
  }

  /**
   * The read-write lock of that name, made if there is none.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else
   */
  public SharedReadWriteLock readWriteLock(String name) {
    startWarden();
    return (SharedReadWriteLock)
        objects.openOrCreate(name, new Header(ObjectKind.READ_WRITE_LOCK, 0));
  }

  /**
   * The barrier of that name, as {@link #barrier(String, int)}, and what a thread of this process
   * does there when it is the last to arrive.
   *
   * @param action instead of the one that this process gave before; see {@link
   *     SharedBarrier#setAction}
   */
  public SharedBarrier barrier(String name, int parties, Runnable action) {
    SharedBarrier barrier = barrier(name, parties);
    barrier.setAction(action);
    return barrier;
  }

  /**
   * The latch of that name, made with that count if there is none.
   *
   * @param count how often it is to be counted down, not how much of that is left: everybody names
   *     the same
   * @throws orchestrate.ipc.memory.LayoutException if it is something else or had another count
   */
  public SharedLatch latch(String name, int count) {
    startWarden();
    return (SharedLatch) objects.openOrCreate(name, new Header(ObjectKind.LATCH, count));
  }

  /** The counter of that name, made if there is none; as {@link #counter(String, long)} with 0. */
  public SharedCounter counter(String name) {
    return counter(name, 0);
  }

  /**
   * The counter of that name, made with that value if there is none.
   *
   * @param initial its first value, not the present one: everybody names the same
   * @throws orchestrate.ipc.memory.LayoutException if it is something else or began otherwise
   */
  public SharedCounter counter(String name, long initial) {
    startWarden();
    return (SharedCounter) objects.openOrCreate(name, new Header(ObjectKind.COUNTER, initial));
  }

  /**
   * The bytes of that name, made of so many zeros if there is none.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else or has another length
   * @throws java.io.UncheckedIOException if there is no room for it; says where, and how much
   */
  public SharedBytes bytes(String name, long size) {
    startWarden();
    return (SharedBytes) objects.openOrCreate(name, SegmentSpec.bytes(size).header());
  }

  /**
   * The array of ints of that name, made of so many zeros if there is none.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else or has another length
   * @throws java.io.UncheckedIOException if there is no room for it; says where, and how much
   */
  public SharedInts ints(String name, long length) {
    startWarden();
    return (SharedInts) objects.openOrCreate(name, SegmentSpec.ints(length).header());
  }

  /**
   * The array of longs of that name, made of so many zeros if there is none.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else or has another length
   * @throws java.io.UncheckedIOException if there is no room for it; says where, and how much
   */
  public SharedLongs longs(String name, long length) {
    startWarden();
    return (SharedLongs) objects.openOrCreate(name, SegmentSpec.longs(length).header());
  }

  /**
   * The array of doubles of that name, made of so many zeros if there is none.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else or has another length
   * @throws java.io.UncheckedIOException if there is no room for it; says where, and how much
   */
  public SharedDoubles doubles(String name, long length) {
    startWarden();
    return (SharedDoubles) objects.openOrCreate(name, SegmentSpec.doubles(length).header());
  }

  /**
   * The queue of that name, made so if there is none, with elements of that codec.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else, was made otherwise, or
   *     has elements of another codec
   */
  public <E> SharedQueue<E> queue(String name, QueueSpec spec, Codec<E> codec) {
    startWarden();
    SharedObject memory =
        objects.openOrCreate(
            name, spec.header(), (file, header) -> QueueMemory.make(file, header, codec.name()));
    return new SharedQueue<>((QueueMemory) memory, codec);
  }

  /** This session's end of the channel of that name; one of 64 KiB each way if there is none. */
  public <E> SharedChannel<E> channel(String name, Codec<E> codec) {
    return channel(name, ChannelSpec.DEFAULT, codec);
  }

  /**
   * This session's end of the channel of that name, which is made so if there is none. Takes an end
   * that is free, if this session has none.
   *
   * @throws orchestrate.ipc.memory.LayoutException if it is something else, was made otherwise, or
   *     has elements of another codec
   * @throws IllegalStateException if others have, or had, both ends; says who
   */
  public <E> SharedChannel<E> channel(String name, ChannelSpec spec, Codec<E> codec) {
    startWarden();
    SharedObject memory =
        objects.openOrCreate(
            name, spec.header(), (file, header) -> ChannelMemory.make(file, header, codec.name()));
    return new SharedChannel<>((ChannelMemory) memory, codec);
  }

  /**
   * The semaphore of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   */
  public SharedSemaphore findSemaphore(String name) {
    startWarden();
    return (SharedSemaphore) objects.find(name, ObjectKind.SEMAPHORE);
  }

  /**
   * The event of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   */
  public SharedEvent findEvent(String name) {
    startWarden();
    return (SharedEvent) objects.find(name, ObjectKind.EVENT);
  }

  /**
   * The barrier of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   */
  public SharedBarrier findBarrier(String name) {
    startWarden();
    return (SharedBarrier) objects.find(name, ObjectKind.BARRIER);
  }

  /**
   * The lock of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   */
  public SharedLock findLock(String name) {
    startWarden();
    return (SharedLock) objects.find(name, ObjectKind.LOCK);
  }

  /**
   * The read-write lock of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   */
  public SharedReadWriteLock findReadWriteLock(String name) {
    startWarden();
    return (SharedReadWriteLock) objects.find(name, ObjectKind.READ_WRITE_LOCK);
  }

  /**
   * The latch of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   */
  public SharedLatch findLatch(String name) {
    startWarden();
    return (SharedLatch) objects.find(name, ObjectKind.LATCH);
  }

  /**
   * The counter of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   */
  public SharedCounter findCounter(String name) {
    startWarden();
    return (SharedCounter) objects.find(name, ObjectKind.COUNTER);
  }

  /**
   * The queue of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   * @throws orchestrate.ipc.memory.LayoutException if it has elements of another codec
   */
  public <E> SharedQueue<E> findQueue(String name, Codec<E> codec) {
    startWarden();
    return new SharedQueue<>((QueueMemory) objects.find(name, ObjectKind.QUEUE), codec);
  }

  /**
   * The bytes of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   * @throws orchestrate.ipc.memory.LayoutException if it is something else
   */
  public SharedBytes findBytes(String name) {
    return findSegment(name, SharedBytes.class);
  }

  /**
   * The array of ints of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   * @throws orchestrate.ipc.memory.LayoutException if it is something else
   */
  public SharedInts findInts(String name) {
    return findSegment(name, SharedInts.class);
  }

  /**
   * The array of longs of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   * @throws orchestrate.ipc.memory.LayoutException if it is something else
   */
  public SharedLongs findLongs(String name) {
    return findSegment(name, SharedLongs.class);
  }

  /**
   * The array of doubles of that name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   * @throws orchestrate.ipc.memory.LayoutException if it is something else
   */
  public SharedDoubles findDoubles(String name) {
    return findSegment(name, SharedDoubles.class);
  }

  /**
   * This session's end of the channel of that name; takes one that is free, if it has none.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   * @throws orchestrate.ipc.memory.LayoutException if it has elements of another codec
   * @throws IllegalStateException if others have, or had, both ends; says who
   */
  public <E> SharedChannel<E> findChannel(String name, Codec<E> codec) {
    startWarden();
    return new SharedChannel<>((ChannelMemory) objects.find(name, ObjectKind.CHANNEL), codec);
  }

  private <S extends SharedSegment> S findSegment(String name, Class<S> type) {
    startWarden();
    SharedObject found = objects.find(name, ObjectKind.SEGMENT);
    if (!type.isInstance(found)) {
      throw new LayoutException(
          "%s: found %s, asked for %s"
              .formatted(found.region().path(), found, type.getSimpleName()));
    }
    return type.cast(found);
  }

  /** The object of that name, of which it is known what it was made with. */
  SharedObject find(String name, Header header) {
    startWarden();
    return objects.find(name, header);
  }

  /** This process. */
  public Participant self() {
    Member member = keeper.member();
    return table.describe(member.slot());
  }

  /** Everybody who takes part; the dead stay until nothing of them is left. */
  public List<Participant> participants() {
    return table.snapshot();
  }

  /**
   * All objects that there are now, by name: for reports. They are closed with the session, like
   * the others.
   */
  public List<SharedObject> objects() {
    startWarden();
    return objects.objects();
  }

  /**
   * Removes the object of that name, with what is in it: who asks for the name next makes a new
   * one. It must not be open in any process, or two would use two objects of one name.
   *
   * @throws java.util.NoSuchElementException if there is none; lists what there is
   * @throws InUseException if a living process has opened it, this one included; says who, and who
   *     holds it or waits for it
   */
  public void remove(String name) throws IOException {
    startWarden();
    objects.remove(name);
  }

  /**
   * From now on it is known that this process holds on behalf of others, and gives back when they
   * are done, whatever its own threads wait for: {@link #deadlock} leaves it out.
   */
  public void actForOthers() {
    table.setActsForOthers(keeper.member());
  }

  /**
   * From now on it is known that this process is part of a command which another participant runs:
   * that one waits for its end, and so for what this one waits for.
   *
   * @param slot of that participant, as of its {@link #self()}
   * @param generation of that participant
   */
  public void isPartOf(int slot, int generation) {
    table.setPartOf(keeper.member(), slot, generation);
  }

  /** Participants that wait for each other, if there are some: then they do so for ever. */
  public Optional<Deadlock> deadlock() {
    return deadlock(_ -> Map.of());
  }

  /**
   * The same where it is known what those who {@linkplain #actForOthers() act for others} hold for
   * whom.
   *
   * @param heldFor who has how much of the object of that name by them; asked each time anew
   */
  public Optional<Deadlock> deadlock(Function<String, Map<Participant, Integer>> heldFor) {
    return DeadlockFinder.find(objects(), table::actsForOthers, table::whole, heldFor);
  }

  /** From now on the listener is told of every death. */
  public void watch(DeathListener listener) {
    warden.add(listener);
    startWarden();
  }

  /**
   * Leaves: what this process holds comes back to the others, its objects can't be used any more.
   * If it made the session, the folder is deleted. Does nothing if that was done.
   */
  @Override
  public void close() throws IOException {
    if (endWatch()) {
      OpenSessions.remove(identity, this);
      warden.stop();
      keeper.beginLeaving();
      objects.leave();
      keeper.leave();
      control.close();
      if (creator) {
        FolderTree.remove(folder);
      }
    }
  }

  private synchronized boolean endWatch() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  private synchronized void startWarden() {
    if (closed) {
      throw new IllegalStateException("the session " + folder + " was closed");
    }
    if (!watching) {
      watching = true;
      warden.start();
    }
  }
}
