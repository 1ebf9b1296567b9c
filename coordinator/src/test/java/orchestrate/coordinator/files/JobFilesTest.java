package orchestrate.coordinator.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFilesTest {
  @TempDir Path folder;
  private JobFiles files;

  @BeforeEach
  void setUp() throws IOException {
    files = new JobFiles(folder);
    for (String name :
        List.of("a.c", "src/b.c", "src/deep/er/c.c", "src/b.h", ".orchestrate/runs/1/d.c")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private List<String> find(String name) throws IOException {
    return files.find(name).stream().map(Path::toString).toList();
  }

  @Test
  void aNameIsAFileOrAllInAFolder() throws IOException {
    assertThat(find("a.c")).containsExactly("a.c");
    assertThat(find("./src/../a.c")).containsExactly("a.c");
    assertThat(find("src")).containsExactly("src/b.c", "src/b.h", "src/deep/er/c.c");
    assertThat(find("none")).isEmpty();
  }

  @Test
  void foldersBetweenMayBeNone() throws IOException {
    assertThat(find("**/*.c")).containsExactly("a.c", "src/b.c", "src/deep/er/c.c");
    assertThat(find("src/**/*.c")).containsExactly("src/b.c", "src/deep/er/c.c");
    assertThat(find("{src/b,a}.c")).containsExactly("a.c", "src/b.c");
    assertThat(find("src/*.c")).containsExactly("src/b.c");
    assertThat(find("s*/d*/**/**/c.c")).containsExactly("src/deep/er/c.c");
  }

  @Test
  void whatWeKeepOurselvesIsNotFound() throws IOException {
    assertThat(find(".")).containsExactly("a.c", "src/b.c", "src/b.h", "src/deep/er/c.c");
    assertThat(find("**")).doesNotContain(".orchestrate/runs/1/d.c").hasSize(4);
    assertThat(find(".orchestrate/runs/*/d.c")).containsExactly(".orchestrate/runs/1/d.c");
  }

  @Test
  void aFileMayBeCalledLikeAPattern() throws IOException {
    Files.createFile(folder.resolve("[ab].c"));

    assertThat(find("[ab].c")).containsExactly("[ab].c");
    Files.delete(folder.resolve("[ab].c"));
    assertThat(find("[ab].c")).containsExactly("a.c");
  }

  @Test
  void linksToFoldersAreFollowedOnlyWhereTheyAreNamed() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), Path.of("src"));
    Files.createSymbolicLink(folder.resolve("src/circle"), Path.of("."));
    Files.createSymbolicLink(folder.resolve("src/e.c"), Path.of("../a.c"));
    Files.createSymbolicLink(folder.resolve("src/broken.c"), Path.of("none"));

    assertThat(find("link"))
        .containsExactly("link/b.c", "link/b.h", "link/deep/er/c.c", "link/e.c");
    assertThat(find("link/*.c")).containsExactly("link/b.c", "link/e.c");
    assertThat(find("**/e.c")).containsExactly("src/e.c");
  }

  @Test
  void anEmptyFolderIsThere() throws IOException {
    Files.createDirectory(folder.resolve("empty"));

    assertThat(files.has("empty")).isTrue();
    assertThat(files.has("*.none")).isFalse();
    assertThat(find("empty")).isEmpty();
  }
}
