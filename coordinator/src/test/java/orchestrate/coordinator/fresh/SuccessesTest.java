package orchestrate.coordinator.fresh;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import orchestrate.coordinator.files.FileStamp;
import orchestrate.coordinator.files.FileState;
import orchestrate.coordinator.files.KeyedFiles;
import orchestrate.coordinator.files.Sha256;
import orchestrate.coordinator.fresh.Fingerprint.Kind;
import orchestrate.coordinator.fresh.Fingerprint.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuccessesTest {
  private static final String KEY = Sha256.of("key");

  @TempDir Path folder;

  private Successes successes() {
    return new Successes(new KeyedFiles(folder.resolve("cache"), "tasks"));
  }

  private static Success success() {
    var parts = new TreeMap<Part, String>();
    for (Kind kind : Kind.values()) {
      parts.put(new Part(kind, kind.name()), Sha256.of(kind.name()));
    }
    var files = new TreeMap<String, FileState>();
    files.put(
        "odd\nname é",
        new FileState(Sha256.of("x"), true, new FileStamp(1L << 40, -1, 2, 3), 1L << 60));
    return new Success(
        "run 1", new Fingerprint(parts), files, new TreeMap<>(), Map.of("k", "v\n", "empty", ""));
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).hasSize(1);
      return files.getFirst();
    }
  }

  @Test
  void givesBackWhatWasPutLast() throws IOException {
    var successes = successes();
    assertThat(successes.get(KEY)).isNull();

    successes.put(
        KEY,
        new Success("run 2", success().own(), success().inputs(), success().inputs(), Map.of()));
    successes.put(KEY, success());

    assertThat(successes.get(KEY)).isEqualTo(success());
    assertThat(successes().get(KEY)).isEqualTo(success());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyFile())))
        .isEqualTo("rw-------");
    successes.remove(KEY);
    assertThat(successes.get(KEY)).isNull();
  }

  @Test
  void whatIsSpoiltIsNotBelievedAndIsRemoved() throws IOException {
    var successes = successes();
    successes.put(KEY, success());
    Path file = onlyFile();
    byte[] good = Files.readAllBytes(file);
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(SuccessCodec.decode(bad)).isNull();
    }
    for (int length = 0; length < good.length; length++) {
      assertThat(SuccessCodec.decode(Arrays.copyOf(good, length))).isNull();
    }

    Files.write(file, Arrays.copyOf(good, good.length - 1));

    assertThat(successes.get(KEY)).isNull();
    assertThat(file).doesNotExist();
  }

  /** Somebody whose sum is right may still have written something else. */
  @Test
  void nothingElseIsReadEither() throws IOException {
    byte[] good = SuccessCodec.encode(success());
    byte[] content = Arrays.copyOf(good, good.length - 32);
    for (int i = 0; i < content.length; i += 3) {
      byte[] bad = content.clone();
      bad[i] ^= 0x7f;
      Success read = SuccessCodec.decode(withSum(bad));
      assertThat(read).isNotEqualTo(success());
    }
    assertThat(SuccessCodec.decode(withSum(Arrays.copyOf(content, content.length + 1)))).isNull();
    assertThat(SuccessCodec.decode(withSum(content))).isEqualTo(success());
  }

  private static byte[] withSum(byte[] content) {
    byte[] sum = HexFormat.of().parseHex(new Sha256().add(content).hex());
    byte[] all = Arrays.copyOf(content, content.length + sum.length);
    System.arraycopy(sum, 0, all, content.length, sum.length);
    return all;
  }

  /** As two runs in one folder do. */
  @Test
  void manyMayPutAndGetAtATime() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Success>> turns = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Map<String, String> mine = Map.of("k", "v".repeat(i * 10_000));
        turns.add(
            () -> {
              Successes successes = successes();
              for (int round = 0; round < 100; round++) {
                successes.put(
                    KEY,
                    new Success(
                        "run 2", success().own(), success().inputs(), success().outputs(), mine));
                assertThat(successes.get(KEY)).as("whole, whoever put it").isNotNull();
              }
              return requireNonNull(successes.get(KEY));
            });
      }
      for (Future<Success> last : threads.invokeAll(turns)) {
        assertThat(last.get().own()).isEqualTo(success().own());
      }
    }
    onlyFile();
  }

  @Test
  void noLinkIsFollowed() throws IOException {
    Files.createDirectory(folder.resolve("cache"));
    Files.createSymbolicLink(
        folder.resolve("cache/tasks"), Files.createDirectory(folder.resolve("other")));

    assertThatThrownBy(() -> successes().put(KEY, success()))
        .hasMessageContaining("is not a folder");
    assertThat(folder.resolve("other")).isEmptyDirectory();
  }
}
