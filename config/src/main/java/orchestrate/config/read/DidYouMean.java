package orchestrate.config.read;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Guesses which known name a mistyped one was meant to be. */
public final class DidYouMean {
  /** Nobody mistypes a name this long; comparing such would only take time and memory. */
  private static final int MAX_LENGTH = 64;

  private DidYouMean() {}

  /** The nearest of the known names as a hint; null if none is near. */
  static @Nullable String hint(String written, Collection<String> known) {
    String nearest = nearest(written, known);
    return nearest == null ? null : "did you mean `" + nearest + "`?";
  }

  /** Null if none is near: a third of the name's letters may be wrong, and at least one. */
  public static @Nullable String nearest(String written, Collection<String> known) {
    if (written.length() > MAX_LENGTH) {
      return null;
    }
    String name = normal(written);
    String nearest = null;
    int least = Math.max(1, Math.min(3, name.length() / 3)) + 1;
    for (String candidate : known) {
      if (Math.abs(candidate.length() - name.length()) < least) {
        int distance = distance(name, normal(candidate));
        if (distance < least && distance < candidate.length()) {
          least = distance;
          nearest = candidate;
        }
      }
    }
    return nearest;
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Letters to insert, remove, change, or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, d);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(String a, String b, int i, int j, int[][] d) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
