package orchestrate.ipc.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import orchestrate.ipc.channel.ChannelMemory;
import orchestrate.ipc.channel.ChannelSpec;
import orchestrate.ipc.channel.SharedChannel;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.participant.Keeper;
import orchestrate.ipc.participant.ParticipantTable;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueMemory;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.session.ObjectFactory;
import orchestrate.ipc.wait.Futex;
import orchestrate.ipc.wait.FutexWait;
import orchestrate.ipc.wait.PortableWait;
import orchestrate.ipc.wait.WaitStrategy;

/** Two participants that live in this process, and objects they share, by a wait strategy. */
public final class InProcess implements AutoCloseable {
  private final Path folder;
  private final WaitStrategy strategy;
  private final MappedRegion control;
  private final List<MappedRegion> regions = new ArrayList<>();
  public final Keeper one;
  public final Keeper two;

  public InProcess(Path folder, WaitStrategy strategy) throws IOException {
    this.folder = folder;
    this.strategy = strategy;
    control = ParticipantTable.make(folder.resolve("c"));
    one = Keeper.join(new ParticipantTable(control), "one");
    two = Keeper.join(new ParticipantTable(control), "two");
  }

  public static Stream<WaitStrategy> strategies() {
    return Futex.AVAILABLE
        ? Stream.of(new FutexWait(), new PortableWait())
        : Stream.of(new PortableWait());
  }

  public SharedObject make(ObjectKind kind, long parameters) throws IOException {
    Header header = new Header(kind, parameters);
    regions.add(ObjectFactory.make(folder.resolve("x"), header));
    return open(one, header);
  }

  public SharedObject openForTwo(ObjectKind kind, long parameters) throws IOException {
    return open(two, new Header(kind, parameters));
  }

  /** A queue, as participant one sees it. */
  public <E> SharedQueue<E> queue(QueueSpec spec, Codec<E> codec) throws IOException {
    regions.add(QueueMemory.make(folder.resolve("x"), spec.header(), codec.name()));
    return new SharedQueue<>((QueueMemory) open(one, spec.header()), codec);
  }

  /** The same queue, as participant two sees it. */
  public <E> SharedQueue<E> queueForTwo(QueueSpec spec, Codec<E> codec) throws IOException {
    return new SharedQueue<>((QueueMemory) open(two, spec.header()), codec);
  }

  /** The end of a channel that participant one takes. */
  public <E> SharedChannel<E> channel(ChannelSpec spec, Codec<E> codec) throws IOException {
    regions.add(ChannelMemory.make(folder.resolve("x"), spec.header(), codec.name()));
    return new SharedChannel<>((ChannelMemory) open(one, spec.header()), codec);
  }

  /** The other end, which participant two takes. */
  public <E> SharedChannel<E> channelForTwo(ChannelSpec spec, Codec<E> codec) throws IOException {
    return new SharedChannel<>((ChannelMemory) open(two, spec.header()), codec);
  }

  /** Participant one finds participant two dead. */
  public void loseTwo() throws IOException {
    two.beginLeaving();
    SharedObject object = open(one, Header.require(regions.getFirst()));
    object.recover(two.member().slot(), two.member().generation());
    object.wakeAll();
  }

  private SharedObject open(Keeper keeper, Header header) throws IOException {
    MappedRegion region = MappedRegion.open(folder.resolve("x"));
    regions.add(region);
    return ObjectFactory.open("x", region, header, keeper.member(), strategy);
  }

  /** Takes away the objects that were made, so that another can be. */
  public void discard() throws IOException {
    regions.forEach(MappedRegion::close);
    regions.clear();
    Files.deleteIfExists(folder.resolve("x"));
  }

  /** Runs it in a thread of its own, which can be interrupted. */
  public static <T> Running<T> start(Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    return new Running<>(Thread.ofPlatform().daemon().start(future), future);
  }

  public record Running<T>(Thread thread, FutureTask<T> result) {}

  @Override
  public void close() {
    for (Keeper keeper : List.of(one, two)) {
      keeper.beginLeaving();
      keeper.leave();
    }
    regions.forEach(MappedRegion::close);
    control.close();
  }
}
