package orchestrate.ipc.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedRegionTest {
  private static final Header HEADER = new Header(ObjectKind.SEMAPHORE, 3);

  @TempDir Path folder;

  @Test
  void whatOneMappingWritesAnotherReads() throws IOException {
    Path file = folder.resolve("x");
    try (MappedRegion made = MappedRegion.create(file, 4096);
        MappedRegion opened = MappedRegion.open(file, 4096)) {
      made.segment().set(JAVA_LONG, 128, 42);
      assertThat(opened.segment().get(JAVA_LONG, 128)).isEqualTo(42);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void publishingLeavesOnlyTheWholeObject() throws IOException {
    Path file = folder.resolve("x");
    try (MappedRegion made =
        MappedRegion.publish(file, 4096, HEADER, s -> s.set(JAVA_LONG, 64, 7))) {
      HEADER.check(made);
      assertThat(made.path()).isEqualTo(file);
      try (var files = Files.list(folder)) {
        assertThat(files).containsExactly(file);
      }
      assertThatThrownBy(() -> MappedRegion.publish(file, 4096, HEADER, s -> {}))
          .isInstanceOf(FileAlreadyExistsException.class);
      try (var files = Files.list(folder)) {
        assertThat(files).containsExactly(file);
      }
    }
  }

  @Test
  void aMismatchShowsBothSides() throws IOException {
    Path file = folder.resolve("x");
    try (MappedRegion made = MappedRegion.publish(file, 4096, HEADER, s -> {})) {
      assertThatThrownBy(() -> new Header(ObjectKind.SEMAPHORE, 4).check(made))
          .isInstanceOf(LayoutException.class)
          .hasMessage(file + ": found semaphore made with 3, expected semaphore made with 4");
      assertThatThrownBy(() -> new Header(ObjectKind.EVENT, 3).check(made))
          .isInstanceOf(LayoutException.class)
          .hasMessage(file + ": found semaphore made with 3, expected event made with 3");
    }
  }

  @Test
  void aFileOfSomethingElseIsRefused() throws IOException {
    Path file = folder.resolve("x");
    try (MappedRegion made = MappedRegion.create(file, 4096)) {
      assertThatThrownBy(() -> HEADER.check(made))
          .isInstanceOf(LayoutException.class)
          .hasMessage(file + " is not an object file of orchestrate");
    }
    assertThatThrownBy(() -> MappedRegion.open(file, 8192))
        .isInstanceOf(LayoutException.class)
        .hasMessage(file + " has 4096 bytes, expected at least 8192");
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws IOException {
    Path file = folder.resolve("x");
    MappedRegion.create(file, 4096).close();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> MappedRegion.open(file))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(
            file
                + ": refused: its mode 640 lets other users in: remove it, or if nobody else has"
                + " written there, chmod go= it");
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Path file = folder.resolve("x");
    MappedRegion.create(file, 4096).close();
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThatThrownBy(() -> MappedRegion.open(link))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("links are not followed");
    Path dangling = Files.createSymbolicLink(folder.resolve("d"), folder.resolve("victim"));
    assertThatThrownBy(() -> MappedRegion.create(dangling, 4096))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(Files.exists(folder.resolve("victim"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void afterCloseEveryAccessThrows() throws IOException {
    MappedRegion region = MappedRegion.create(folder.resolve("x"), 4096);
    region.close();
    region.close();
    assertThat(region.isOpen()).isFalse();
    assertThatThrownBy(() -> region.segment().get(JAVA_LONG, 0))
        .isInstanceOf(IllegalStateException.class);
  }
}
