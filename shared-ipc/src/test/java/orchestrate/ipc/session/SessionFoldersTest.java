package orchestrate.ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import orchestrate.ipc.os.Libc;
import orchestrate.ipc.os.ProcessStat;
import orchestrate.ipc.testing.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class SessionFoldersTest {
  @TempDir Path folder;

  @Test
  void sweepsWhatAKilledCreatorLeftAndNothingElse() throws Exception {
    SessionFolders folders = SessionFolders.in(folder.resolve("base"));
    Path abandoned = folders.newFolder("abandoned");
    try (Peer victim = Peer.create(abandoned, "victim");
        Session living = Session.create(folders.newFolder("living"), "me")) {
      assertThat(folders.sweep()).isEmpty();
      victim.signal("STOP");
      assertThat(folders.sweep()).as("stopped is not dead").isEmpty();
      victim.kill();
      assertThat(folders.sweep()).containsExactly(abandoned);
      assertThat(abandoned).doesNotExist();
      assertThat(living.folder()).exists();
      assertThat(folders.sweep()).isEmpty();
    }
  }

  @Test
  void sweepsWhatIsHalfMadeOnceItsMakerIsGone() throws IOException {
    SessionFolders folders = SessionFolders.in(folder.resolve("base"));
    ProcessStat self = ProcessStat.self();
    Path target = folders.newFolder("x");
    Path ours = Files.createDirectory(FolderTree.temporaryName(target, self));
    Path theirs =
        Files.createDirectory(
            FolderTree.temporaryName(target, new ProcessStat(self.pid(), self.start() - 1)));
    Files.createFile(theirs.resolve("session.control"));
    Path foreign = Files.createDirectory(folders.base().resolve("not-a-session"));
    assertThat(folders.sweep()).containsExactly(theirs);
    assertThat(ours).exists();
    assertThat(foreign).exists();
  }

  @Test
  void aLinkAsBaseIsRefused() throws IOException {
    Path real = folder.resolve("real");
    FolderTree.createPrivate(real);
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    assertThatThrownBy(() -> SessionFolders.in(link))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(link + ": refused: it is not a folder (links are not followed): remove it");
  }

  @Test
  void aBaseThatOthersCanEnterIsRefused() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> SessionFolders.in(open))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageStartingWith(open + ": refused: its mode 777 lets other users in: ");
  }

  @Test
  @EnabledIf("isRoot")
  void aBaseOfAnotherUserIsRefused() throws IOException {
    Path foreign = folder.resolve("foreign");
    FolderTree.createPrivate(foreign);
    Files.setAttribute(foreign, "unix:uid", 65534);
    assertThatThrownBy(() -> SessionFolders.in(foreign))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(
            foreign
                + ": refused: it belongs to user 65534, this process runs as 0: take a place of your own");
  }

  @Test
  void prefersMemoryThatIsOurs() throws IOException {
    Path fallback = folder.resolve("fallback");
    Path runtime = folder.resolve("runtime");
    FolderTree.createPrivate(runtime);
    Path memory = Files.createDirectory(folder.resolve("shm"));
    Path none = folder.resolve("none");
    Path ofUser = memory.resolve("orchestrate-" + Libc.effectiveUserId());
    assertThat(SessionFolders.choose(runtime.toString(), memory, fallback))
        .isEqualTo(runtime.resolve("orchestrate"));
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(SessionFolders.choose(runtime.toString(), memory, fallback)).isEqualTo(ofUser);
    assertThat(SessionFolders.choose(null, memory, fallback)).isEqualTo(ofUser);
    assertThat(SessionFolders.choose(null, none, fallback)).isEqualTo(fallback);
  }

  static boolean isRoot() {
    return Libc.effectiveUserId() == 0;
  }
}
