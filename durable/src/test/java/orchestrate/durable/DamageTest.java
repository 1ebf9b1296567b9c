package orchestrate.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import orchestrate.ipc.memory.LayoutException;
import orchestrate.ipc.queue.Codec;
import orchestrate.ipc.session.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that aren't what they should be, and users that shouldn't be there. */
class DamageTest {
  private static final DurableSettings SMALL_FILES =
      DurableSettings.defaults().withElementsPerFile(16);

  @TempDir Path base;

  private Path folder;
  private int sessions;

  @BeforeEach
  void fill() throws Exception {
    folder = base.resolve("queue");
    use(queue -> queue.addAll(elements(0, 40)));
  }

  @Test
  void aDamagedElementIsAnErrorThatNamesIt() throws Exception {
    damage("element-20");
    use(
        queue -> {
          assertThat(queue.drainTo(new ArrayList<>(), 20)).isEqualTo(20);
          for (int i = 0; i < 2; i++) { // nothing is skipped
            assertThatExceptionOfType(DamagedQueueException.class)
                .isThrownBy(queue::take)
                .withMessageContaining("elements/1/")
                .withMessageContaining("position 4 ")
                .withMessageContaining("checksum");
          }
          queue.put("more");
        });
  }

  @Test
  void aTruncatedFileIsAnErrorThatNamesIt() throws Exception {
    try (var file = new RandomAccessFile(dataFile(1).toFile(), "rw")) {
      file.setLength(offsetOf(dataFile(1), "element-20") - 8);
    }
    use(
        queue -> {
          assertThat(queue.drainTo(new ArrayList<>(), 20)).isEqualTo(20);
          assertThatExceptionOfType(DamagedQueueException.class)
              .isThrownBy(queue::take)
              .withMessageContaining("elements/1/")
              .withMessageContaining("element 20");
        });
  }

  @Test
  void aMissingFileIsAnErrorThatNamesIt() throws Exception {
    ElementFiles.delete(folder.resolve("elements/0"));
    use(
        queue ->
            assertThatExceptionOfType(DamagedQueueException.class)
                .isThrownBy(queue::take)
                .withMessageContaining("elements/0/")
                .withMessageContaining("missing"));
  }

  @Test
  void aRebootAfterWhichAllIsThereChangesNothing() throws Exception {
    use(queue -> assertThat(queue.drainTo(new ArrayList<>(), 20)).isEqualTo(20));
    reboot();
    use(
        queue -> {
          assertThat(queue).containsExactlyElementsOf(elements(20, 40));
          queue.put("element-40");
          assertThat(queue).containsExactlyElementsOf(elements(20, 41));
        });
    assertThat(keptAside()).isEmpty();
  }

  @Test
  void afterAPowerLossTheQueueEndsBeforeTheFirstElementThatIsNotWhole() throws Exception {
    damage("element-20");
    reboot();
    use(
        queue -> {
          assertThat(queue).containsExactlyElementsOf(elements(0, 20));
          queue.addAll(elements(20, 60));
          assertThat(queue).containsExactlyElementsOf(elements(0, 60));
        });
    assertThat(keptAside()).hasSize(2).allMatch(name -> name.matches("[12]\\.damaged-\\d+"));
  }

  @Test
  void aRewritingThatWasCutShortIsFinished() throws Exception {
    reboot();
    Files.move(folder.resolve("elements/2"), folder.resolve("elements/2.rewritten"));
    use(queue -> assertThat(queue).containsExactlyElementsOf(elements(0, 40)));
  }

  @Test
  void anotherCodecIsRefused() throws Exception {
    try (Session session = session()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> DurableQueue.open(session, folder, Codec.longs()))
          .withMessageContaining("'string'")
          .withMessageContaining("'long'");
    }
  }

  @Test
  void anotherSessionIsRefusedWhileTheFirstHasSomebodyInIt() throws Exception {
    try (Session first = session();
        Session second = session();
        DurableQueue<String> queue = DurableQueue.open(first, folder, Codec.strings())) {
      assertThatIllegalStateException()
          .isThrownBy(() -> DurableQueue.open(second, folder, Codec.strings()))
          .withMessageContaining(first.folder().toString())
          .withMessageContaining("tester");
      assertThat(queue.take()).isEqualTo("element-0");
    }
  }

  @Test
  void aFolderThatOthersCanReadIsRefused() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
    try (Session session = session()) {
      assertThatExceptionOfType(AccessDeniedException.class)
          .isThrownBy(() -> DurableQueue.open(session, folder, Codec.strings()))
          .withMessageContaining("750");
    }
  }

  @Test
  void allIsForItsOwnerAlone() throws Exception {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path each : tree.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
            .as(each.toString())
            .isEqualTo(Files.isDirectory(each) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void aControlFileThatIsNoneIsRefused() throws Exception {
    Path control = folder.resolve(ControlFile.NAME);
    byte[] bytes = Files.readAllBytes(control);
    bytes[0]++;
    Files.write(control, bytes);
    try (Session session = session()) {
      assertThatExceptionOfType(LayoutException.class)
          .isThrownBy(() -> DurableQueue.open(session, folder, Codec.strings()))
          .withMessageContaining(control.toString());
      Files.delete(control);
      assertThatExceptionOfType(DamagedQueueException.class)
          .isThrownBy(() -> DurableQueue.open(session, folder, Codec.strings()))
          .withMessageContaining(control.toString());
    }
  }

  @Test
  void missingFlagsAreListed() throws Exception {
    List<String> command = new ArrayList<>(Jvm.command());
    command.removeAll(List.of(JvmFlags.OPENS, JvmFlags.EXPORTS));
    command.addAll(List.of(PeerMain.class.getName(), "produce"));
    try (Session session = session()) {
      command.addAll(List.of(session.folder().toString(), folder.toString(), "peer"));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isNotZero();
      assertThat(output).contains(JvmFlags.OPENS).contains(JvmFlags.EXPORTS);
    }
  }

  private interface Use {
    void accept(DurableQueue<String> queue) throws Exception;
  }

  private void use(Use use) throws Exception {
    try (Session session = session();
        var queue = DurableQueue.open(session, folder, Codec.strings(), SMALL_FILES)) {
      use.accept(queue);
    }
  }

  private Session session() throws IOException {
    return Session.create(base.resolve("session-" + sessions++), "tester");
  }

  /** As if the system had been started anew since the queue was used. */
  private void reboot() throws IOException {
    try (ControlFile control = ControlFile.open(folder)) {
      control.setUser(control.boot() + 1, control.session());
    }
  }

  private void damage(String element) throws IOException {
    Path path = dataFile(Integer.parseInt(element.substring("element-".length())) / 16);
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(offsetOf(path, element));
      file.write('X');
    }
  }

  private Path dataFile(int number) {
    return folder.resolve("elements/" + number).resolve(ElementFiles.DATA_FILE);
  }

  private static long offsetOf(Path file, String text) throws IOException {
    try (var in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(1 << 20), StandardCharsets.ISO_8859_1);
      assertThat(start).contains(text);
      return start.indexOf(text);
    }
  }

  private List<String> keptAside() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("elements"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.contains("damaged"))
          .toList();
    }
  }

  private static List<String> elements(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "element-" + i).toList();
  }
}
