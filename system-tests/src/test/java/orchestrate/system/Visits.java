package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What tasks have noted that come and go: {@code +1} and {@code -1} in a file, a line each. */
final class Visits {
  private Visits() {}

  /** How many were inside at a time, at most. */
  static int mostAtOnce(List<String> visits) {
    int inside = 0;
    int most = 0;
    for (String visit : visits) {
      inside += Integer.parseInt(visit);
      most = Math.max(most, inside);
    }
    assertThat(inside).as("all have left").isZero();
    return most;
  }
}
