package orchestrate.ipc.session;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.ipc.array.SegmentSpec;
import orchestrate.ipc.channel.ChannelMemory;
import orchestrate.ipc.memory.Header;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.ipc.object.SharedObject;
import orchestrate.ipc.participant.Member;
import orchestrate.ipc.queue.QueueMemory;
import orchestrate.ipc.queue.QueueSpec;
import orchestrate.ipc.sync.LockSpec;
import orchestrate.ipc.sync.SemaphoreSpec;
import orchestrate.ipc.sync.SharedBarrier;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedEvent;
import orchestrate.ipc.sync.SharedLatch;
import orchestrate.ipc.sync.SharedLock;
import orchestrate.ipc.sync.SharedReadWriteLock;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.wait.WaitStrategy;

/** Which class stands for which kind of object file. */
public final class ObjectFactory {
  private ObjectFactory() {}

  /** Makes the file of an object, whole at once. */
  public static MappedRegion make(Path file, Header header) throws IOException {
    return switch (header.kind()) {
      case SEMAPHORE -> SharedSemaphore.make(file, header);
      case EVENT -> SharedEvent.make(file, header);
      case BARRIER -> SharedBarrier.make(file, header);
      case LOCK -> SharedLock.make(file, header);
      case READ_WRITE_LOCK -> SharedReadWriteLock.make(file, header);
      case LATCH -> SharedLatch.make(file, header);
      case COUNTER -> SharedCounter.make(file, header);
      case SEGMENT -> SegmentSpec.make(file, header);
      case QUEUE -> throw new IllegalArgumentException("a queue is made with its codec");
      case CHANNEL -> throw new IllegalArgumentException("a channel is made with its codec");
      case SESSION -> throw noObject(header);
    };
  }

  /** The object in a file that has this header. */
  public static SharedObject open(
      String name, MappedRegion region, Header header, Member member, WaitStrategy strategy) {
    return switch (header.kind()) {
      case SEMAPHORE -> new SharedSemaphore(name, region, header, member, strategy);
      case EVENT -> new SharedEvent(name, region, member, strategy);
      case BARRIER -> new SharedBarrier(name, region, header, member, strategy);
      case LOCK -> new SharedLock(name, region, header, member, strategy);
      case READ_WRITE_LOCK -> new SharedReadWriteLock(name, region, member, strategy);
      case LATCH -> new SharedLatch(name, region, member, strategy);
      case COUNTER -> new SharedCounter(name, region, member, strategy);
      case SEGMENT -> SegmentSpec.open(name, region, header, member, strategy);
      case QUEUE -> QueueMemory.open(name, region, header, member, strategy);
      case CHANNEL -> new ChannelMemory(name, region, header, member, strategy);
      case SESSION -> throw noObject(header);
    };
  }

  /** Whether the file holds an object of the session, rather than something beside them. */
  static boolean isObject(Header header) {
    return switch (header.kind()) {
      case SEMAPHORE,
          EVENT,
          BARRIER,
          LATCH,
          COUNTER,
          LOCK,
          READ_WRITE_LOCK,
          QUEUE,
          SEGMENT,
          CHANNEL ->
          true;
      case SESSION -> false;
    };
  }

  /** What an object is made with, in words. */
  static String describe(Header header) {
    return switch (header.kind()) {
      case SEMAPHORE -> SemaphoreSpec.of(header).toString();
      case BARRIER -> "barrier of %d parties".formatted(header.parameters());
      case QUEUE -> QueueSpec.of(header).toString();
      case SEGMENT -> SegmentSpec.of(header).toString();
      case LATCH -> "latch that counts down from %d".formatted(header.parameters());
      case COUNTER -> "counter that starts at %d".formatted(header.parameters());
      case LOCK -> LockSpec.of(header).toString();
      case CHANNEL -> "channel of %d bytes each way".formatted(header.parameters());
      case EVENT, READ_WRITE_LOCK, SESSION -> header.kind().toString();
    };
  }

  private static IllegalArgumentException noObject(Header header) {
    return new IllegalArgumentException(header.kind() + " is no object of a session");
  }
}
