package orchestrate.coordinator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {
  @TempDir Path folder;
  private ContentStore store;
  private Path file;

  @BeforeEach
  void setUp() throws IOException {
    store = new ContentStore(new KeyedFiles(folder.resolve("cache"), "content"));
    file = Files.writeString(folder.resolve("file"), "x".repeat(100_000));
  }

  private FileState keep() throws IOException {
    FileState state = new FileHashes().of(file);
    store.keep(file, state);
    return state;
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("cache"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void putsBackWhatWasThere() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
    FileState state = keep();
    assertThat(store.has(state.sha256())).isTrue();
    assertThat(kept()).hasSize(1);
    assertThat(mode(kept().getFirst())).isEqualTo("rw-------");

    Path plain = Files.createFile(folder.resolve("plain"));
    Files.writeString(file, "changed");
    assertThat(store.restore(state, file)).isTrue();

    assertThat(new FileHashes().of(file).isSameAs(state)).isTrue();
    assertThat(mode(file).replace('x', '-')).as("as the umask has it").isEqualTo(mode(plain));
    assertThat(mode(file)).startsWith("rwx");
    assertThat(kept()).hasSize(1);
  }

  @Test
  void theSameIsKeptOnce() throws IOException {
    keep();
    Path entry = kept().getFirst();
    Files.setLastModifiedTime(entry, FileTime.fromMillis(0));
    keep();

    assertThat(kept()).containsExactly(entry);
    assertThat(Files.getLastModifiedTime(entry).toMillis()).as("when it was used").isPositive();
  }

  @Test
  void whatIsSpoiltIsNotPutBack() throws IOException {
    FileState state = keep();
    Files.writeString(kept().getFirst(), "spoilt");

    assertThat(store.restore(state, file)).isFalse();

    assertThat(new FileHashes().of(file).isSameAs(state)).as("untouched").isTrue();
    assertThat(store.has(state.sha256())).isFalse();
    assertThat(kept()).isEmpty();
    assertThat(store.restore(state, file)).isFalse();
  }

  @Test
  void whatChangesMeanwhileIsNotKept() throws IOException {
    FileState state = new FileHashes().of(file);
    Files.writeString(file, "changed");

    assertThatThrownBy(() -> store.keep(file, state))
        .hasMessage(file + " was changed while it was copied");
    assertThat(kept()).isEmpty();
  }

  @Test
  void theOldestGoFirst() throws IOException {
    Path cache = folder.resolve("cache/a");
    Files.createDirectories(cache.resolve("b"));
    for (int i = 0; i < 5; i++) {
      Path entry = Files.writeString(cache.resolve(i == 3 ? "b/3" : "" + i), "12345");
      Files.setLastModifiedTime(entry, FileTime.fromMillis((i + 2) % 5));
    }

    OldestOut.trim(List.of(cache, folder.resolve("none")), 25);
    assertThat(kept()).hasSize(5);
    OldestOut.trim(List.of(cache, folder.resolve("none")), 14);

    assertThat(kept())
        .extracting(Path::getFileName)
        .extracting(Path::toString)
        .containsExactlyInAnyOrder("1", "2");
  }
}
