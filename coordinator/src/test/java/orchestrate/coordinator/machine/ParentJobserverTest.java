package orchestrate.coordinator.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import orchestrate.coordinator.machine.ParentJobserver.None;
import orchestrate.coordinator.machine.ParentJobserver.Reachable;
import orchestrate.coordinator.machine.ParentJobserver.Unreachable;
import orchestrate.ipc.os.Fifo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParentJobserverTest {
  @TempDir Path folder;

  private ParentJobserver of(String flags) {
    return ParentJobserver.of(flags, folder);
  }

  @Test
  void isANamedPipeOrTwoDescriptorsOfOnePipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    Fifo.make(pipe);
    Files.createSymbolicLink(folder.resolve("3"), pipe);
    Files.createSymbolicLink(folder.resolve("4"), pipe);

    assertThat(of(" -j7 --jobserver-auth=fifo:" + pipe))
        .isEqualTo(new Reachable(pipe, true, OptionalInt.of(7)));
    assertThat(of(" -j --jobserver-auth=3,4"))
        .isEqualTo(new Reachable(folder.resolve("3"), false, OptionalInt.empty()));
  }

  @Test
  void isNotWhatHasItsNumbersByChance() throws Exception {
    Files.writeString(folder.resolve("3"), "a file that the JVM has open");
    Fifo.make(folder.resolve("4"));
    Fifo.make(folder.resolve("5"));

    assertThat(of(" --jobserver-auth=3,4")).isInstanceOf(Unreachable.class);
    assertThat(of(" --jobserver-auth=4,5")).isInstanceOf(Unreachable.class);
    assertThat(of(" --jobserver-auth=8,9")).isInstanceOf(Unreachable.class);
    assertThat(of(" --jobserver-auth=fifo:" + folder.resolve("3")))
        .isInstanceOf(Unreachable.class);
    assertThat(of(" --jobserver-auth=sem:x")).isInstanceOf(Unreachable.class);
  }

  @Test
  void maySayThatThereIsNone() {
    assertThat(of(" -j --jobserver-auth=-2,-2")).isEqualTo(new None());
    assertThat(of("k")).isEqualTo(new None());
    assertThat(ParentJobserver.of(null, folder)).isEqualTo(new None());
  }
}
