package orchestrate.coordinator.fresh;

import java.util.List;

/**
 * Why a task is not up to date, each in words that go on "because".
 *
 * @param first some of them, at least one
 * @param count how many there are in all
 */
public record Reasons(List<String> first, int count) {
  /** There may be a million files, and nobody reads more than these. */
  private static final int MOST = 10;

  /** It was never seen to succeed, or not since it failed with all as it is now. */
  public static final Reasons NEVER_SUCCEEDED =
      Reasons.of("it is not known to have succeeded here");

  public Reasons {
    first = List.copyOf(first);
  }

  public static Reasons of(String only) {
    return new Reasons(List.of(only), 1);
  }

  static Reasons of(List<String> all) {
    return new Reasons(all.subList(0, Math.min(MOST, all.size())), all.size());
  }

  /** In one line. */
  public String brief() {
    return count == 1 ? first.getFirst() : "%s, and %d more".formatted(first.getFirst(), count - 1);
  }

  /** The same, and how that is got over with did not work out. */
  public Reasons but(String trouble) {
    return count == 1 ? of(first.getFirst() + ", " + trouble) : of(brief() + ", " + trouble);
  }
}
