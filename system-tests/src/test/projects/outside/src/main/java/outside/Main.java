package outside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import orchestrate.durable.DurableQueue;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.session.SessionFolders;
import orchestrate.ipc.sync.SharedCounter;
import orchestrate.ipc.sync.SharedLock;

/** Two processes count to 2,000 in shared memory, and say so in a durable queue. */
public final class Main {
  private static final int ROUNDS = 1000;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1) {
      start(Path.of(arguments[0]));
    } else {
      count(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
    }
  }

  private static void start(Path place) throws Exception {
    SessionFolders folders = SessionFolders.in(place.resolve("sessions"));
    Path messages = place.resolve("messages");
    Path folder = folders.newFolder("counting");
    try (Session session = Session.create(folder, "main");
        DurableQueue<String> done = DurableQueue.open(session, messages, Codec.strings())) {
      List<Process> counting =
          List.of(counting(folder, messages, "one"), counting(folder, messages, "two"));
      for (Process process : counting) {
        if (process.waitFor() != 0) {
          throw new IllegalStateException(process + " ended with " + process.exitValue());
        }
      }
      System.out.println(
          new TreeSet<>(List.of(done.take(), done.take()))
              + " have counted to "
              + session.counter("counted").get());
    }
  }

  private static Process counting(Path session, Path messages, String name) throws IOException {
    ProcessHandle.Info self = ProcessHandle.current().info();
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(session.toString(), messages.toString(), name));
    return new ProcessBuilder(command).inheritIO().start();
  }

  private static void count(Path folder, Path messages, String name) throws Exception {
    try (Session session = Session.open(folder, name)) {
      SharedCounter counted = session.counter("counted");
      SharedLock lock = session.lock("turn");
      for (int i = 0; i < ROUNDS; i++) {
        lock.lock();
        try {
          counted.set(counted.get() + 1); // Two steps: only the lock makes them one.
        } finally {
          lock.unlock();
        }
      }
      try (DurableQueue<String> done = DurableQueue.open(session, messages, Codec.strings())) {
        done.put(name);
      }
    }
  }
}
