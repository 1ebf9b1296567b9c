package orchestrate.worker.autopsy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import orchestrate.worker.protocol.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashReportTest {
  @TempDir Path folder;

  @Test
  void losesItsSecretsAndNothingElse() throws IOException {
    Path report = folder.resolve("hs_err_worker-1.log");
    var secrets = new Secrets(Map.of("TOKEN", "open sesame"));
    CrashReport.mask(report, secrets);
    assertThat(report).doesNotExist();

    String text = "#  SIGSEGV (0xb) at pc=0x1, pid=2\n - string: \"%s\"\n";
    Files.writeString(report, text.formatted("open sesame"));
    CrashReport.mask(report, Secrets.NONE);
    assertThat(report).hasContent(text.formatted("open sesame"));
    CrashReport.mask(report, secrets);
    assertThat(report).hasContent(text.formatted("***"));
    assertThat(CrashReport.summary(report)).isEqualTo("SIGSEGV (0xb)");
  }
}
