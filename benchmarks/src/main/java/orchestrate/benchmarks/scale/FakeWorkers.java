package orchestrate.benchmarks.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orchestrate.ipc.channel.Doorbell;
import orchestrate.ipc.memory.MappedRegion;
import orchestrate.worker.protocol.WorkerChannel;

/**
 * The process that answers for many workers: it opens their rings, and has a thread for each lane,
 * which sleeps at the lane's own doorbell as that of a worker does.
 *
 * <p>Argument: how long an attempt is to take, in nanoseconds, asleep; 0 for no time at all. On
 * stdin it is told of each worker by a line: the process that stands for it, its channel, the
 * coordinator's bell, with tabs between. When stdin is at its end it ends.
 */
final class FakeWorkers {
  private FakeWorkers() {}

  public static void main(String[] arguments) throws IOException {
    long nanos = Long.parseLong(arguments[0]);
    var stdin = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = stdin.readLine(); line != null; line = stdin.readLine()) {
      String[] told = line.split("\t", -1);
      try {
        begin(Long.parseLong(told[0]), Path.of(told[1]), Path.of(told[2]), nanos);
      } catch (NoSuchFileException e) {
        // The run has ended before it had a use for this worker, and has deleted what it had made.
      }
    }
    System.exit(0);
  }

  private static void begin(long process, Path channelFile, Path bellFile, long nanos)
      throws IOException {
    WorkerChannel channel = WorkerChannel.open(channelFile);
    MappedRegion bell = MappedRegion.open(bellFile, Doorbell.BYTES);
    var lanes = new ArrayList<FakeLane>();
    for (int number = 0; number < channel.lanes(); number++) {
      lanes.add(new FakeLane(channel.lane(number), new Doorbell(bell.segment()), nanos));
    }
    List<Thread> threads =
        lanes.stream().map(lane -> Thread.ofPlatform().daemon().start(lane)).toList();
    channel.setUp();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              new FakeControl(channel.control()).awaitStop();
              lanes.forEach(FakeLane::close);
              FakeControl.awaitEnd(threads);
              channel.close();
              bell.close();
              ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
            });
  }
}
