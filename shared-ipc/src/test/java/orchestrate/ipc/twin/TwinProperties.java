package orchestrate.ipc.twin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.AfterTry;
import orchestrate.ipc.channel.ChannelSpec;
import orchestrate.ipc.channel.SharedChannel;
import orchestrate.ipc.memory.ObjectKind;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.queue.SharedQueue;
import orchestrate.ipc.testing.InProcess;
import orchestrate.ipc.wait.WaitStrategy;

/**
 * Two participants in this process, for all tries of a property; an object and its twin for each.
 */
@AddLifecycleHook(LimitedTry.class)
abstract class TwinProperties {
  private final Path folder = Files.createTempDirectory("twin");
  private final InProcess process = new InProcess(folder, WaitStrategy.current());
  final Pair pair = new Pair();

  /** Made once for a property. */
  TwinProperties() throws IOException {}

  @AfterTry
  final void discard() throws IOException {
    pair.close();
    process.discard();
  }

  @AfterProperty
  final void leave() throws IOException {
    process.close();
    Files.delete(folder.resolve("c"));
    Files.delete(folder);
  }

  /** The object, as each of two participants sees it. */
  final SharedObject[] make(ObjectKind kind, long parameters) throws IOException {
    return new SharedObject[] {
      process.make(kind, parameters), process.openForTwo(kind, parameters)
    };
  }

  /** The queue, as each of two participants sees it. */
  final <E> List<SharedQueue<E>> makeQueue(QueueSpec spec, Codec<E> codec) throws IOException {
    return List.of(process.queue(spec, codec), process.queueForTwo(spec, codec));
  }

  /** The two ends of a channel. */
  final <E> List<SharedChannel<E>> makeChannel(ChannelSpec spec, Codec<E> codec)
      throws IOException {
    return List.of(process.channel(spec, codec), process.channelForTwo(spec, codec));
  }

  /** The second participant is found dead by the first. */
  final void loseTheSecond() throws IOException {
    process.loseTwo();
  }
}
