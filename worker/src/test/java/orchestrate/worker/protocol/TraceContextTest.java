package orchestrate.worker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void isReadAndWrittenAsW3cHasIt() {
    TraceContext.Given given = TraceContext.parse(GIVEN).orElseThrow();
    assertThat(given.context())
        .isEqualTo(new TraceContext(0x0af7651916cd43ddL, 0x8448eb211c80319cL, 0xb7ad6b7169203331L));
    assertThat(given.sampled()).isTrue();
    assertThat(given.context()).hasToString(GIVEN);
  }

  /**
   * Of the flags only one says whether it is kept, and a later version may say more behind them.
   */
  @Test
  void whatALaterVersionSaysIsReadAsFarAsItIsKnown() {
    assertThat(TraceContext.parse(GIVEN.replace("-01", "-02")).orElseThrow().sampled()).isFalse();
    assertThat(TraceContext.parse("cc" + GIVEN.substring(2) + "-what the future").orElseThrow())
        .isEqualTo(TraceContext.parse(GIVEN).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n"
      })
  void whatIsNoneIsIgnored(String text) {
    assertThat(TraceContext.parse(text)).isEmpty();
  }

  @Test
  void spansBelowOneAreOfItsTraceAndHaveIdsOfTheirOwn() {
    TraceContext run = TraceContext.parse(GIVEN).orElseThrow().context();
    Set<Long> ids = new HashSet<>(Set.of(run.span()));
    for (int task = 0; task < 100; task++) {
      assertThat(ids.add(run.task(task).span())).isTrue();
      for (long instance = 0; instance < 100; instance++) {
        for (int attempt = 1; attempt <= 3; attempt++) {
          TraceContext span = run.attempt(task, instance, attempt);
          assertThat(ids.add(span.span())).isTrue();
          assertThat(span.traceLow()).isEqualTo(run.traceLow());
        }
      }
    }
    assertThat(run.attempt(1, 2, 3)).isEqualTo(run.attempt(1, 2, 3));
  }
}
