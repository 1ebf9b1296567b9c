package orchestrate.durable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.os.OwnerOnly;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.session.SessionFolders;

/**
 * How many elements of 64 bytes go from one process to another in a second.
 *
 * <pre>
 *   ThroughputMain FOLDER ELEMENTS ROUNDS [CAPACITY]
 * </pre>
 */
public final class ThroughputMain {
  private static final int BYTES = 64;

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
      for (int round = 0; round < rounds; round++) {
        for (int i = round == 0 ? 1 : 0; i < count; i++) {
          queue.take();
        }
        long end = System.nanoTime();
        System.out.printf("%,d elements a second%n", count * 1_000_000_000L / (end - start));
        start = end;
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
      for (int i = 0; i < count; i++) {
        queue.put(element);
      }
    }
  }

  private static DurableSettings settings(String[] args, int from) {
    DurableSettings settings = DurableSettings.defaults();
    return args.length > from ? settings.withCapacity(Long.parseLong(args[from])) : settings;
  }
}
