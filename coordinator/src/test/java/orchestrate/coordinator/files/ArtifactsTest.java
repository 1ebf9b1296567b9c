package orchestrate.coordinator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactsTest {
  @TempDir Path folder;
  private Path job;
  private Path target;
  private Artifacts artifacts;

  @BeforeEach
  void setUp() throws IOException {
    job = folder.resolve("job");
    Files.createDirectories(job.resolve("reports/deep"));
    target = folder.resolve("run/artifacts/test");
    artifacts = new Artifacts(new JobFiles(job), target);
    Files.writeString(job.resolve("reports/a.xml"), "a");
    Files.writeString(job.resolve("reports/deep/b.xml"), "bb");
    Files.writeString(folder.resolve("secret.xml"), "secret");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void copiesKeepTheirPathsAndAreForTheirOwnerAlone() throws IOException {
    Files.setPosixFilePermissions(
        job.resolve("reports/a.xml"), PosixFilePermissions.fromString("rwxr-xr-x"));

    Artifacts.Kept kept =
        artifacts.keep(List.of("reports/**/*.xml", "reports/a.xml", "log", "*.y"));

    assertThat(kept).isEqualTo(new Artifacts.Kept(2, 3, List.of("log", "*.y")));
    assertThat(target.resolve("reports/a.xml")).hasContent("a");
    assertThat(target.resolve("reports/deep/b.xml")).hasContent("bb");
    assertThat(mode(target.resolve("reports/a.xml"))).isEqualTo("rw-------");
    assertThat(mode(target.resolve("reports/deep"))).isEqualTo("rwx------");
    assertThat(mode(target)).isEqualTo("rwx------");
  }

  @Test
  void whatAnEarlierAttemptHasLeftIsGone() throws IOException {
    artifacts.keep(List.of("reports"));
    Files.delete(job.resolve("reports/a.xml"));
    Files.writeString(job.resolve("reports/deep/b.xml"), "new");

    artifacts.keep(List.of("reports"));

    assertThat(target.resolve("reports/a.xml")).doesNotExist();
    assertThat(target.resolve("reports/deep/b.xml")).hasContent("new");
  }

  @Test
  void noLinkLeadsOutOfTheFolder() throws IOException {
    Files.createSymbolicLink(job.resolve("reports/inside.xml"), Path.of("a.xml"));
    Files.createSymbolicLink(job.resolve("reports/outside.xml"), folder.resolve("secret.xml"));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("secret.xml"), "secret");
    Files.createSymbolicLink(job.resolve("out"), elsewhere);

    Artifacts.Kept kept =
        artifacts.keep(
            List.of("reports", "out", "out/secret.xml", "../secret.xml", folder + "/secret.xml"));

    assertThat(target.resolve("reports/inside.xml")).isRegularFile().hasContent("a");
    assertThat(target.resolve("reports/outside.xml")).doesNotExist();
    assertThat(kept.files()).isEqualTo(3);
    assertThat(kept.lacking())
        .containsExactly("out", "out/secret.xml", "../secret.xml", folder + "/secret.xml");
  }

  @Test
  void specialFilesAreLeftOut() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", job.resolve("pipe").toString()).start().waitFor())
        .isZero();

    assertThat(artifacts.keep(List.of("pipe", "*")))
        .extracting(Artifacts.Kept::files)
        .isEqualTo(0L);
  }

  @Test
  void copyingEndsWhenNobodyWaitsForIt() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> artifacts.keep(List.of("reports")))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
