package orchestrate.benchmarks.primitives;

import java.io.IOException;
import java.nio.file.Path;
import orchestrate.benchmarks.run.Output;
import orchestrate.benchmarks.run.SharedFolder;
import orchestrate.ipc.session.Session;

/**
 * Two processes hand over to each other, see {@link SemaphoreCircle}. Arguments: warm-up round
 * trips, round trips, the first process's core, the second's; -1 for any.
 */
final class PingPong {
  private PingPong() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int warmups = Integer.parseInt(arguments[0]);
    int roundTrips = Integer.parseInt(arguments[1]);
    try (SharedFolder folder = SharedFolder.given();
        Session session = Session.create(folder.path().resolve("session"), "first")) {
      SemaphoreCircle circle = new SemaphoreCircle(session);
      circle.beginAsFirst();
      try (Partner second =
          Partner.start(
              Second.class,
              session.folder(),
              warmups,
              roundTrips,
              Integer.parseInt(arguments[3]))) {
        second.reply();
        Affinity.pin(Integer.parseInt(arguments[2]));
        circle.ask(new long[warmups + 1]);
        long[] times = new long[roundTrips + 1];
        circle.ask(times);
        second.awaitEnd();
        print(times);
      }
    }
  }

  private static void print(long[] times) {
    for (int i = 1; i < times.length; i++) {
      Output.sample("round-trip", (double) (times[i] - times[i - 1]));
    }
    Output.flush();
  }

  /** The other process. */
  static final class Second {
    private Second() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
      try (Session session = Session.open(Path.of(arguments[0]), "second")) {
        SemaphoreCircle circle = new SemaphoreCircle(session);
        circle.beginAsSecond();
        Affinity.pin(Integer.parseInt(arguments[3]));
        System.out.println("ready");
        circle.answer(Integer.parseInt(arguments[1]));
        circle.answer(Integer.parseInt(arguments[2]));
      }
    }
  }
}
