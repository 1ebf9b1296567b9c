package orchestrate.coordinator.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashesTest {
  /** Of "one", by sha256sum. */
  private static final String ONE =
      "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";

  @TempDir Path folder;

  /** By the clock of the hashes; files have the real one. */
  private static long later(Path file, long seconds) throws IOException {
    return Files.getLastModifiedTime(file).toMillis() + TimeUnit.SECONDS.toMillis(seconds);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void theContentAndTheExecutableBitCount() throws IOException {
    Path file = write("file", "one");
    FileState state = new FileHashes().of(file);
    assertThat(state.sha256()).isEqualTo(ONE);

    Path same = write("same", "one");
    assertThat(new FileHashes().of(same).isSameAs(state)).isTrue();
    assertThat(same.toFile().setExecutable(true)).isTrue();
    assertThat(new FileHashes().of(same).isSameAs(state)).isFalse();
    assertThat(new FileHashes().of(write("other", "two")).isSameAs(state)).isFalse();
  }

  @Test
  void aFileThatWasLeftAloneIsReadOnce() throws IOException {
    Path file = write("file", "one");
    var known = new FileState("known", false, FileStamp.of(file), nanos(later(file, 60)));
    var hashes = new FileHashes(() -> 0);

    hashes.learn(file, known);

    assertThat(hashes.of(file)).isSameAs(known);
  }

  /** Within a tick of the file system's clock it may change twice, and its stamp only once. */
  @Test
  void aFileThatWasChangedJustBeforeItWasReadIsReadAgain() throws IOException {
    Path file = write("file", "one");
    var young = new FileState("young", false, FileStamp.of(file), nanos(later(file, 1)));
    long now = later(file, 60);
    var hashes = new FileHashes(() -> now);

    hashes.learn(file, young);

    FileState first = hashes.of(file);
    assertThat(first.sha256()).isEqualTo(ONE);
    assertThat(hashes.of(file)).as("now that it has been left alone").isSameAs(first);
  }

  /** As by tar or cp -p: its time is what it was, and it is another file. */
  @Test
  void aTimeThatIsSetDeceivesNobody() throws IOException {
    Path file = write("file", "one");
    var known = new FileState("known", false, FileStamp.of(file), nanos(later(file, 60)));
    FileTime time = Files.getLastModifiedTime(file);
    Files.delete(file);
    write("file", "two");
    Files.setLastModifiedTime(file, time);
    var hashes = new FileHashes();

    hashes.learn(file, known);

    assertThat(hashes.of(file)).isNotEqualTo(known);
    assertThat(hashes.of(file).sha256()).isEqualTo(Sha256.of(file));
  }

  @Test
  void textsAreToldApart() {
    assertThat(new Sha256().add("ab").add("c").hex())
        .isNotEqualTo(new Sha256().add("a").add("bc").hex());
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
