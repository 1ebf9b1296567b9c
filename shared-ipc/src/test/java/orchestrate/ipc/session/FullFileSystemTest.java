package orchestrate.ipc.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orchestrate.ipc.sync.SharedSemaphore;
import orchestrate.ipc.testing.Jvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where memory runs out, the one who asks for more is told; no one is killed by SIGBUS. */
class FullFileSystemTest {
  @TempDir Path folder;

  @Test
  void anObjectThatFindsNoRoomIsNotMade() throws Exception {
    assertThat(runWithMemoryOf("256k"))
        .isEqualTo(
            """
            no room: BASE/s/.big.PID-N.tmp: cannot reserve 8388672 bytes, only N:\
             No space left on device; make room there, or take another folder
            no room: BASE/s/.xN.PID-N.tmp: cannot reserve 41152 bytes, only N:\
             No space left on device; make room there, or take another folder
            files beside those that were made: []
            those that were made can be used: true
            closed, files: []
            """);
  }

  @Test
  void aSessionThatFindsNoRoomIsNotMade() throws Exception {
    assertThat(runWithMemoryOf("64k"))
        .isEqualTo(
            """
            no session: BASE/.s.PID-N-N.tmp/.session.control.PID-N.tmp: cannot reserve 131200 bytes,\
             only N: No space left on device; make room there, or take another folder
            closed, files: []
            """);
  }

  private String runWithMemoryOf(String size) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c"));
    command.add(
        "mount -t tmpfs -o mode=0700,size=%s none '%s' || exit 99; exec \"$@\""
            .formatted(size, folder));
    command.add("sh");
    command.addAll(Jvm.command(Filler.class, folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .replace(folder.toString(), "BASE")
            .replaceAll("\\.\\d+-", ".PID-")
            .replaceAll("(?<=-|only |x)\\d+", "N");
    int status = process.waitFor();
    assumeTrue(status != 99 && !output.isEmpty(), "no tmpfs can be mounted in a namespace of ours");
    assertThat(status).as(output).isZero();
    return output;
  }

  /** Makes semaphores until there is no room, then uses those it got. */
  static final class Filler {
    private Filler() {}

    public static void main(String[] arguments) throws Exception {
      Path base = Path.of(arguments[0]);
      try (Session session = Session.create(base.resolve("s"), "filler")) {
        tryBig(session);
        List<SharedSemaphore> made = fill(session);
        Set<String> files = list(session.folder());
        files.remove(Session.CONTROL_FILE);
        made.forEach(semaphore -> files.remove(semaphore.name()));
        System.out.println("files beside those that were made: " + files);
        System.out.println("those that were made can be used: " + canBeUsed(made));
      } catch (FileSystemException e) {
        System.out.println("no session: " + e.getMessage());
      }
      System.out.println("closed, files: " + list(base));
    }

    private static List<SharedSemaphore> fill(Session session) {
      List<SharedSemaphore> made = new ArrayList<>();
      while (true) {
        try {
          made.add(session.semaphore("x" + made.size(), 3));
        } catch (UncheckedIOException e) {
          System.out.println("no room: " + requireNonNull(e.getCause()).getMessage());
          return made;
        }
      }
    }

    private static void tryBig(Session session) {
      try {
        session.longs("big", 1 << 20).set(1 << 19, 1);
        System.out.println("there was room");
      } catch (UncheckedIOException e) {
        System.out.println("no room: " + requireNonNull(e.getCause()).getMessage());
      }
    }

    private static boolean canBeUsed(List<SharedSemaphore> made) throws InterruptedException {
      for (SharedSemaphore semaphore : made) {
        semaphore.acquire(3);
      }
      return !made.isEmpty() && made.stream().allMatch(semaphore -> semaphore.held() == 3);
    }

    private static Set<String> list(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .map(f -> f.getFileName().toString())
            .collect(Collectors.toCollection(TreeSet::new));
      }
    }
  }
}
