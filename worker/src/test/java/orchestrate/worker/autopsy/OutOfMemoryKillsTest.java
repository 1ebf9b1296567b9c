package orchestrate.worker.autopsy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutOfMemoryKillsTest {
  @TempDir Path folder;

  private void write(Path file, int kills) throws IOException {
    Files.writeString(
        file, "low 0\nmax 7\noom 3\noom_kill %d\noom_group_kill 9\n".formatted(kills));
  }

  @Test
  void eachKillOfTheKernelAccountsForOne() throws IOException {
    Path events = folder.resolve("memory.events");
    write(events, 4);
    var kills = new OutOfMemoryKills(events);

    assertThat(kills.cause()).startsWith("as by kill -9; ").endsWith(events.toString());
    write(events, 6);
    assertThat(kills.cause()).startsWith("by the kernel for lack of memory, ");
    assertThat(kills.cause()).startsWith("by the kernel for lack of memory, ");
    assertThat(kills.cause()).startsWith("as by kill -9; ");
  }

  @Test
  void whereNothingCanBeReadItIsLeftOpen() {
    assertThat(new OutOfMemoryKills(null).cause()).startsWith("likely ");
    assertThat(new OutOfMemoryKills(folder.resolve("none")).cause()).startsWith("likely ");
  }
}
