package orchestrate.benchmarks.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CoresTest {
  @Test
  void aListOfTheKernelIsRead() {
    assertThat(Cores.parse("0")).containsExactly(0);
    assertThat(Cores.parse("0-2,8,10-11")).containsExactly(0, 1, 2, 8, 10, 11);
  }

  @Test
  void thisProcessMayRunSomewhere() throws IOException {
    assertThat(Cores.allowed()).isNotEmpty();
  }
}
