package orchestrate.durable;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.session.SessionFolders;

/**
 * How many elements of 64 bytes go from one process to another in a second, and what it costs.
 *
 * <pre>
 *   ThroughputMain FOLDER ELEMENTS ROUNDS [CAPACITY]
 * </pre>
 */
public final class ThroughputMain {
  private static final int BYTES = 64;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private ThroughputMain() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("produce")) {
      produce(Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]), settings(args, 4));
      return;
    }
    Path base = Files.createTempDirectory(Path.of(args[0]), "throughput", OwnerOnly.FOLDER);
    int count = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    SessionFolders folders = SessionFolders.standard(base.resolve("sessions"));
    try (Session session = Session.create(folders.newFolder("throughput"), "consumer");
        DurableQueue<byte[]> queue =
            DurableQueue.open(session, base.resolve("queue"), Codec.bytes(), settings(args, 3))) {
      List<String> producer = new ArrayList<>(Jvm.command());
      producer.addAll(List.of(ThroughputMain.class.getName(), "produce"));
      producer.add(session.folder().toString());
      producer.add(base.resolve("queue").toString());
      producer.add(String.valueOf((long) count * rounds));
      producer.addAll(List.of(args).subList(3, args.length));
      Process process = new ProcessBuilder(producer).inheritIO().start();
      queue.take();
      long start = System.nanoTime();
      long worked = CPU.getCurrentThreadCpuTime();
      for (int round = 0; round < rounds; round++) {
        for (int i = round == 0 ? 1 : 0; i < count; i++) {
          queue.take();
        }
        long end = System.nanoTime();
        long work = CPU.getCurrentThreadCpuTime();
        System.out.printf(
            "%,d elements a second; %d ns of the consumer's processor time each%n",
            count * 1_000_000_000L / (end - start), (work - worked) / count);
        start = end;
        worked = work;
      }
      process.waitFor();
    }
    ElementFiles.delete(base);
  }

  private static void produce(Path folder, Path queueFolder, int count, DurableSettings settings)
      throws Exception {
    try (Session session = Session.open(folder, "producer");
        DurableQueue<byte[]> queue =
            DurableQueue.open(session, queueFolder, Codec.bytes(), settings)) {
      byte[] element = new byte[BYTES];
      for (int i = 0; i < count / 2; i++) {
        queue.put(element);
      }
      long worked = CPU.getCurrentThreadCpuTime();
      for (int i = count / 2; i < count; i++) {
        queue.put(element);
      }
      System.out.printf(
          "%d ns of the producer's processor time each, in the second half%n",
          (CPU.getCurrentThreadCpuTime() - worked) / (count - count / 2));
    }
  }

  private static DurableSettings settings(String[] args, int from) {
    DurableSettings settings = DurableSettings.defaults();
    return args.length > from ? settings.withCapacity(Long.parseLong(args[from])) : settings;
  }
}
