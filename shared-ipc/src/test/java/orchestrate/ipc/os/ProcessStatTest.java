package orchestrate.ipc.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessStatTest {
  private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
  private static final int TRIES = 200;

  @Test
  void thisProcessIsThere() {
    assertThat(ProcessStat.self().isGone()).isFalse();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPidThatIsUsedAgainIsAnotherProcess() throws Exception {
    Process first = sleeper();
    ProcessStat stat = statOf(first);
    assertThat(stat.isGone()).isFalse();
    first.destroyForcibly().waitFor();
    assertThat(stat.isGone()).isTrue();
    Process second = anotherWithPidOf(stat);
    try {
      assertThat(statOf(second).isGone()).isFalse();
      assertThat(stat.isGone()).isTrue();
    } finally {
      second.destroyForcibly();
    }
  }

  /**
   * Asks the kernel for that pid, but not within the same tick; others may be quicker to take it.
   */
  private static Process anotherWithPidOf(ProcessStat first) throws Exception {
    for (int i = 0; i < TRIES; i++) {
      try {
        Files.writeString(LAST_PID, String.valueOf(first.pid() - 1));
      } catch (IOException notAllowed) {
        return assumeNever("only root can choose the next pid: " + notAllowed);
      }
      Process process = sleeper();
      if (process.pid() == first.pid() && statOf(process).start() != first.start()) {
        return process;
      }
      process.destroyForcibly().waitFor();
    }
    return assumeNever("others took pid %d in each of %d tries".formatted(first.pid(), TRIES));
  }

  private static Process assumeNever(String reason) {
    assumeTrue(false, reason);
    throw new AssertionError(reason);
  }

  private static Process sleeper() throws IOException {
    return new ProcessBuilder("sleep", "600").start();
  }

  private static ProcessStat statOf(Process process) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    return new ProcessStat((int) process.pid(), Long.parseLong(afterCommand(stat)[22 - 3]));
  }

  private static String[] afterCommand(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
  }
}
