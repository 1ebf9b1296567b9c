package orchestrate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  @Test
  void saysWhatTheClassOfAnExceptionForAFileMeans() {
    assertThat(Explanation.of(new NoSuchFileException("/a/b")))
        .isEqualTo("/a/b: there is no such file or folder");
    assertThat(Explanation.of(new AccessDeniedException("/a", "/b", null)))
        .isEqualTo("/a -> /b: permission denied");
    assertThat(Explanation.of(new AccessDeniedException("/a", null, "refused: it is a link")))
        .isEqualTo("/a: refused: it is a link");
  }

  @Test
  void saysWhatToDo() {
    var full = new FileSystemException("/a", null, "No space left on device");

    assertThat(Explanation.of(full))
        .isEqualTo("/a: No space left on device; make room there, and run it again");
    assertThat(Explanation.of(new IOException("Too many open files")))
        .isEqualTo("Too many open files; allow more with ulimit -n, and run it again");
  }

  @Test
  void goesDownToTheCause() {
    var cause = new NoSuchFileException("/a");

    assertThat(Explanation.of(new UncheckedIOException(cause)))
        .isEqualTo("/a: there is no such file or folder");
    assertThat(Explanation.of(new UncheckedIOException("can't read the log", cause)))
        .isEqualTo("can't read the log: /a: there is no such file or folder");
  }

  @Test
  void namesTheClassOfAFault() {
    assertThat(Explanation.of(new IllegalStateException("no")))
        .isEqualTo("IllegalStateException: no");
    assertThat(Explanation.of(new NullPointerException()))
        .isEqualTo("java.lang.NullPointerException");
  }
}
