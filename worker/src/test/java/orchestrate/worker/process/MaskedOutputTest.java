package orchestrate.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import orchestrate.worker.mask.Mask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MaskedOutputTest {
  private static final Mask MASK = Mask.of(Map.of("TOKEN", "open sesame"));

  @TempDir Path folder;

  private static FileOutputStream into(MaskedOutput output) throws IOException {
    return new FileOutputStream("/proc/self/fd/" + output.descriptor());
  }

  /** Whoever writes would hang otherwise: a pipe holds less than that. */
  @Test
  void readsOnWhenTheFileIsFull() throws IOException {
    int full = Kernel.openForAppending(Path.of("/dev/full"));
    MaskedOutput output = MaskedOutput.to(full, () -> MASK);
    try (var out = into(output)) {
      out.write(new byte[1 << 20]);
    } finally {
      output.end();
      Kernel.close(full);
    }
  }

  /** Nobody could write to the log by itself any more. */
  @Test
  void writesNothingIfItCannotMask() throws IOException {
    Path file = folder.resolve("log");
    int target = Kernel.openForAppending(file);
    var masks =
        new Object() {
          int asked;

          Mask next() {
            if (asked++ > 0) {
              throw new IllegalArgumentException("no mask");
            }
            return MASK;
          }
        };
    MaskedOutput output = MaskedOutput.to(target, masks::next);
    try (var out = into(output)) {
      out.write("open sesame".getBytes(UTF_8));
      assertThatThrownBy(output::end)
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("no mask");
      assertThatThrownBy(() -> out.write('x')).hasMessage("Broken pipe");
    } finally {
      Kernel.close(target);
    }
    assertThat(file).isEmptyFile();
  }

  @Test
  void takesAllThatAPipeHoldsAndDoesNotWaitForMore() throws IOException {
    Path file = folder.resolve("log");
    int target = Kernel.openForAppending(file);
    MaskedOutput output = MaskedOutput.to(target, () -> MASK);
    try (var out = into(output)) {
      out.write("open sesame ".repeat(100_000).getBytes(UTF_8));
      output.end();
    } finally {
      Kernel.close(target);
    }
    assertThat(Files.readString(file)).isEqualTo("*** ".repeat(100_000));
  }
}
