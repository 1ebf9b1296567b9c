package orchestrate.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptLogTest {
  @TempDir Path folder;

  @Test
  void silenceMakesNoFile() throws IOException {
    try (var log = new AttemptLog(() -> folder.resolve("log"))) {
      log.flush();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void eachAttemptHasItsOwnAndNobodyElseCanReadIt() throws IOException {
    for (String name : new String[] {"one", "two"}) {
      var log = new AttemptLog(() -> folder.resolve(name));
      log.write(name.getBytes(UTF_8));
      log.write('!');
      log.close();
      log.write("lost: the attempt is over".getBytes(UTF_8));
    }
    assertThat(folder.resolve("one")).hasContent("one!");
    assertThat(folder.resolve("two")).hasContent("two!");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("one"))))
        .isEqualTo("rw-------");
  }

  @Test
  void anInterruptedTaskMayStillPrint() throws IOException {
    var log = new AttemptLog(() -> folder.resolve("log"));
    Thread.currentThread().interrupt();
    log.write("first ".getBytes(UTF_8));
    log.write("second".getBytes(UTF_8));
    assertThat(Thread.interrupted()).isTrue();
    log.close();
    assertThat(folder.resolve("log")).hasContent("first second");
  }
}
