package orchestrate.coordinator.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HolderTest {
  @TempDir Path folder;

  @Test
  void isReadAsItWasWrittenAndOnlyIfItIsThatProcess() throws Exception {
    Path place = folder.resolve("run.group");
    var first = new Holder(12, "id", 5, Path.of("/a b"), Path.of("/x\ny/job.yaml"));
    first.write(place);
    assertThat(Holder.read(place, 12)).contains(first);
    assertThat(Holder.read(place, 13)).isEmpty();
    assertThat(Holder.read(folder.resolve("none"), 12)).isEmpty();

    var second = new Holder(13, "other", 0, Path.of("/a"), Path.of("/b"));
    second.write(place);
    assertThat(Holder.read(place, 13)).contains(second);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
        .isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactly("run.group");
  }
}
