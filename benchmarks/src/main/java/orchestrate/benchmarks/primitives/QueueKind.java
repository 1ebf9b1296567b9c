package orchestrate.benchmarks.primitives;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import orchestrate.benchmarks.run.Bar;

/** Our queues between processes. A further one is a constant here. */
enum QueueKind {
  MESSAGE_RING("orchestrate MessageRing", 1, 0) {
    @Override
    ElementQueue create(Path folder) throws IOException {
      return RingQueue.create(folder);
    }

    @Override
    ElementQueue open(Path folder) throws IOException {
      return RingQueue.open(folder);
    }
  },
  SHARED("orchestrate SharedQueue", Integer.MAX_VALUE, 3) {
    @Override
    ElementQueue create(Path folder) throws IOException {
      return SessionQueue.shared(SessionQueue.create(folder));
    }

    @Override
    ElementQueue open(Path folder) throws IOException {
      return SessionQueue.shared(SessionQueue.open(folder));
    }
  },
  CHANNEL("orchestrate SharedChannel", 1, 0) {
    // Its ends are for those who send and receive.
    @Override
    ElementQueue create(Path folder) throws IOException {
      return ChannelQueue.without(SessionQueue.create(folder));
    }

    @Override
    ElementQueue open(Path folder) throws IOException {
      return ChannelQueue.of(SessionQueue.open(folder));
    }
  },
  DURABLE("orchestrate DurableQueue", Integer.MAX_VALUE, 1) {
    @Override
    ElementQueue create(Path folder) throws IOException {
      return SessionQueue.durable(SessionQueue.create(folder), folder);
    }

    @Override
    ElementQueue open(Path folder) throws IOException {
      return SessionQueue.durable(SessionQueue.open(folder), folder);
    }

    @Override
    List<String> flags() {
      return List.of(
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");
    }
  };

  private final String title;
  private final int mostAtAnEnd;
  private final double bar;

  /**
   * @param mostAtAnEnd how many producers, and how many consumers, it may have
   * @param bar millions of elements a second that one producer and one consumer are to reach; 0 if
   *     that isn't said
   */
  QueueKind(String title, int mostAtAnEnd, double bar) {
    this.title = title;
    this.mostAtAnEnd = mostAtAnEnd;
    this.bar = bar;
  }

  /** Makes the queue, for others to open; it is to stay open until they have closed it. */
  abstract ElementQueue create(Path folder) throws IOException;

  abstract ElementQueue open(Path folder) throws IOException;

  /** Those of the JVM that it needs besides the project's. */
  List<String> flags() {
    return List.of();
  }

  String title() {
    return title;
  }

  boolean allows(int producers, int consumers) {
    return Math.max(producers, consumers) <= mostAtAnEnd;
  }

  Optional<Bar> bar() {
    return bar == 0 ? Optional.empty() : Optional.of(new Bar.Median(title, 1e3 / bar));
  }
}
