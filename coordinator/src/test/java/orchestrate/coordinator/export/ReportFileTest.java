package orchestrate.coordinator.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import orchestrate.config.Explanation;
import orchestrate.coordinator.journal.RunEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
  @TempDir Path folder;

  private List<String> there() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void isThereAsAWholeOrNotAtAll() throws IOException {
    Path place = Files.writeString(folder.resolve("a"), "old");
    try (ReportFile file = ReportFile.begin(place, "run-1")) {
      file.stream().write("new".getBytes(UTF_8));
      file.stream().flush();
      assertThat(place).hasContent("old");
      assertThat(there()).containsExactly(".a.run-1.unfinished", "a");

      file.publish();
    }

    assertThat(place).hasContent("new");
    assertThat(there()).containsExactly("a");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
        .isEqualTo("rw-------");
  }

  @Test
  void leavesNothingIfItIsGivenUp() throws IOException {
    try (ReportFile file = ReportFile.begin(folder.resolve("a"), "run-1");
        var scratch = file.scratch()) {
      scratch.write(ByteBuffer.wrap(new byte[10]));
      assertThat(there()).containsExactly(".a.run-1.unfinished");
    }

    assertThat(there()).isEmpty();
  }

  @Test
  void makesTheFoldersAboveItAndDoesNotFollowALinkInItsPlace() throws IOException {
    Path place = folder.resolve("x/y/a");
    try (ReportFile file = ReportFile.begin(place, "run-1")) {
      Files.createSymbolicLink(place, folder.resolve("elsewhere"));
      file.publish();
    }

    assertThat(place).isEmptyFile();
    assertThat(Files.isSymbolicLink(place)).isFalse();
    assertThat(there()).containsExactly("x");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("x"))))
        .isEqualTo("rwx------");
  }

  @Test
  void saysAtOnceWhereItCanNotBe() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> ReportFile.begin(folder, "run-1"))
        .isInstanceOf(FileSystemException.class)
        .satisfies(e -> assertThat(Explanation.of(e)).isEqualTo(folder + ": it is a folder"));
    assertThatThrownBy(() -> ReportFile.begin(file.resolve("a"), "run-1"))
        .isInstanceOf(NotDirectoryException.class)
        .satisfies(e -> assertThat(Explanation.of(e)).isEqualTo(file + ": it is no folder"));
    assertThatThrownBy(() -> ReportFile.begin(file.resolve("a/b"), "run-1"))
        .isInstanceOf(FileSystemException.class);
  }

  private static final List<RunEvent> EVENTS = List.of(new RunEvent.RunEnded(1, 0));

  /** Writes a letter for each event, and can't write the second. */
  private record Letters(ReportFile file, boolean fails) implements Report {
    @Override
    public void accept(RunEvent event) throws IOException {
      file.stream().write('x');
    }

    @Override
    public void flush() throws IOException {
      if (fails) {
        throw new FileSystemException(file.place().toString(), null, "No space left on device");
      }
    }

    @Override
    public void finish() {}
  }

  @Test
  void aReportThatCanNotGoOnIsGivenUpAndSaysWhy() throws Exception {
    Path good = folder.resolve("good");
    Path bad = folder.resolve("bad");
    Path unwanted = folder.resolve("unwanted");
    var writers =
        Stream.of(
                ReportWriter.of("good", good, "run-1", file -> new Letters(file, false)),
                ReportWriter.of("bad", bad, "run-1", file -> new Letters(file, true)),
                ReportWriter.of("none", null, "run-1", file -> new Letters(file, true)))
            .flatMap(List::stream)
            .toList();
    var other =
        ReportWriter.of("un", unwanted, "run-1", file -> new Letters(file, false)).getFirst();

    for (ReportWriter writer : writers) {
      writer.write(EVENTS);
      writer.write(EVENTS);
      writer.publishAtEnd();
      writer.end();
    }
    other.write(EVENTS);
    other.end();

    assertThat(there()).containsExactly("good");
    assertThat(good).hasContent("xx");
    assertThat(writers)
        .extracting(writer -> writer.failure().orElse("none"))
        .containsExactly(
            "none",
            "the bad report %s could not be written: %s: No space left on device; make room there, and run it again"
                .formatted(bad, bad));
    assertThat(other.failure()).isEmpty();
  }
}
