package orchestrate.ipc.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedCounter;

/**
 * Waits to be told which session to join; then a thread for each role, virtual or not, does it
 * again and again, until it is killed, or nobody is there any more to do that.
 */
final class PeerMain {
  /** Where peers write what must never be, in the folder that they are told of. */
  static final String VIOLATIONS = "violations";

  private static final int ROUNDS_IN_A_ROW = 20;

  /** Leaves the processor to others, among them the JVMs that start. */
  private static final int LONGEST_NAP_NANOS = 10_000_000;

  private PeerMain() {}

  /** Reads a line for each of: folder of the session, folder for files, number of this peer. */
  public static void main(String[] args) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String sessionFolder = input.readLine();
    String files = input.readLine();
    String number = input.readLine();
    if (number == null) {
      return; // not needed any more
    }
    join(Path.of(sessionFolder), Path.of(files), Integer.parseInt(number));
    input.readLine();
  }

  private static void join(Path folder, Path files, int number) throws IOException {
    Session session = Session.open(folder, label(number));
    List<Subject> subjects = Subjects.of(session, files, number);
    Scores scores = new Scores(session, Subjects.roles(subjects));
    int kind = number;
    for (Subject subject : subjects) {
      for (Map.Entry<String, Subject.Round> role : subject.roles().entrySet()) {
        String name = role.getKey();
        (kind++ % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform().daemon())
            .name(name)
            .start(() -> goOn(name, role.getValue(), scores.of(name), files));
      }
    }
  }

  static String label(int number) {
    return "peer-" + number;
  }

  private static void goOn(String role, Subject.Round round, SharedCounter score, Path files) {
    try {
      while (true) {
        for (int i = 0; i < ROUNDS_IN_A_ROW; i++) {
          round.run();
          score.increment();
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LONGEST_NAP_NANOS));
      }
    } catch (Throwable e) {
      report(role, e, files);
    }
  }

  private static void report(String role, Throwable violation, Path files) {
    StringBuilder text = new StringBuilder(role).append(": ").append(violation).append('\n');
    for (StackTraceElement frame : violation.getStackTrace()) {
      text.append("  at ").append(frame).append('\n');
    }
    try {
      Files.writeString(
          files.resolve(VIOLATIONS), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new AssertionError(text.toString(), e); // to stderr, which is kept
    }
  }
}
