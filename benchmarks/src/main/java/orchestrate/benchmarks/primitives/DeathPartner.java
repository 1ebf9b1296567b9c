package orchestrate.benchmarks.primitives;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedSemaphore;

/**
 * A process that takes and gives back the permit as it is told on stdin, and says when it had done
 * so, in {@link System#nanoTime}. Arguments: the session's folder, what to be called.
 */
final class DeathPartner {
  static final String SEMAPHORE = "held";
  static final String ACQUIRE = "acquire";
  static final String RELEASE = "release";

  private DeathPartner() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    var commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    try (Session session = Session.open(Path.of(arguments[0]), arguments[1])) {
      SharedSemaphore semaphore = session.semaphore(SEMAPHORE, 1);
      System.out.println("ready");
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        switch (line) {
          case ACQUIRE -> semaphore.acquire();
          case RELEASE -> semaphore.release();
          default -> throw new IllegalArgumentException(line);
        }
        System.out.println(System.nanoTime());
      }
    }
  }
}
