package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What tasks wrote to a file as they came, {@code +1}, and as they went, {@code -1}. */
final class Visits {
  private Visits() {}

  /** The most that were inside at a time. In the end nobody is. */
  static int mostAtOnce(List<String> visits) {
    int inside = 0;
    int most = 0;
    for (String visit : visits) {
      inside += Integer.parseInt(visit);
      most = Math.max(most, inside);
    }
    assertThat(inside).isZero();
    return most;
  }
}
