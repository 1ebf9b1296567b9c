package orchestrate.ipc.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import orchestrate.ipc.session.Session;
import orchestrate.ipc.sync.SharedCounter;

/** How often each role was done, by all peers together, and how many of them have died. */
final class Scores {
  private final SharedCounter deaths;
  private final Map<String, SharedCounter> rounds = new LinkedHashMap<>();

  Scores(Session session, Collection<String> roles) {
    deaths = deaths(session);
    for (String role : roles) {
      rounds.put(role, session.counter("rounds " + role));
    }
  }

  static SharedCounter deaths(Session session) {
    return session.counter("deaths");
  }

  /** How often somebody has begun to look whether every role is still done. */
  static SharedCounter looks(Session session) {
    return session.counter("looks");
  }

  /** Asked for a role that there is. */
  SharedCounter of(String role) {
    SharedCounter counter = rounds.get(role);
    if (counter == null) {
      throw new IllegalArgumentException("no role '%s' in %s".formatted(role, rounds.keySet()));
    }
    return counter;
  }

  int deaths() {
    return (int) deaths.get();
  }

  Map<String, Long> snapshot() {
    return rounds.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> e.getValue().get(),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  /**
   * What is done in each round is done as often as rounds are counted, unless one died between.
   * Returns how many did.
   */
  long check(String role, long done) {
    long uncounted = done - of(role).get();
    assertThat(uncounted)
        .as("done by role '%s' more often than counted, after %d deaths", role, deaths())
        .isBetween(0L, (long) deaths());
    return uncounted;
  }
}
