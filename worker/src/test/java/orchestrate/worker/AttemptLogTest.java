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
    try (var log = new AttemptLog()) {
      log.open(folder.resolve("log"));
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void eachAttemptHasItsOwnAndNobodyElseCanReadIt() throws IOException {
    var log = new AttemptLog();
    log.write("lost: there is no attempt".getBytes(UTF_8));
    for (String name : new String[] {"one", "two"}) {
      log.open(folder.resolve(name));
      log.write(name.getBytes(UTF_8));
      log.write('!');
      log.close();
    }
    assertThat(folder.resolve("one")).hasContent("one!");
    assertThat(folder.resolve("two")).hasContent("two!");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("one"))))
        .isEqualTo("rw-------");
  }

  @Test
  void anInterruptedTaskMayStillPrint() throws IOException {
    var log = new AttemptLog();
    log.open(folder.resolve("log"));
    Thread.currentThread().interrupt();
    log.write("first ".getBytes(UTF_8));
    log.write("second".getBytes(UTF_8));
    assertThat(Thread.interrupted()).isTrue();
    log.close();
    assertThat(folder.resolve("log")).hasContent("first second");
  }
}
