package orchestrate.coordinator.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CiLogTest {
  private static final Group GROUP = new Group("g_1", "t: output", 0, 0);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream raw = new PrintStream(printed, false, UTF_8);
  private final CiCommands gitHub = CiSystem.GITHUB.commands(Map.of());

  private String print(CiLog log) {
    log.out().println("::warning::of ours");
    log.show(GROUP, List.of("::warning::of a task", "::endgroup::"));
    log.taskOut().println("::notice::of a task");
    log.tell(List.of("::error::told"));
    raw.flush();
    return printed.toString(UTF_8);
  }

  @Test
  void onlyWhatItIsToldIsACommand() {
    assertThat(print(CiLog.of(gitHub, raw, false)))
        .isEqualTo(
            """
            : :warning::of ours
            ::group::t: output
            : :warning::of a task
            : :endgroup::
            ::endgroup::
            : :notice::of a task
            ::error::told
            """);
  }

  @Test
  void tasksMayCommandIfThatIsWanted() {
    assertThat(print(CiLog.of(gitHub, raw, true)))
        .isEqualTo(
            """
            : :warning::of ours
            ::group::t: output
            ::warning::of a task
            ::endgroup::
            ::endgroup::
            ::notice::of a task
            ::error::told
            """);
  }

  @Test
  void whereNobodyReadsAlongNothingIsTouched() {
    assertThat(CiLog.plain(raw).out()).isSameAs(raw);
    assertThat(CiLog.of(CiSystem.GITLAB.commands(Map.of()), raw, false).taskOut()).isSameAs(raw);
  }
}
