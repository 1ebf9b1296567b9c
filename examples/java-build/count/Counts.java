package count;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import text.Words;

/** How often each word is in a text. */
public final class Counts {
  private final Map<String, Integer> counts = new TreeMap<>();

  public Counts(String text) {
    Words.of(text).forEach(word -> counts.merge(word, 1, Integer::sum));
  }

  public int of(String word) {
    return counts.getOrDefault(word, 0);
  }

  /** The most frequent words, the most frequent first; of equal ones, as in a dictionary. */
  public List<String> top(int count) {
    return counts.keySet().stream()
        .sorted(Comparator.comparing(this::of).reversed())
        .limit(count)
        .toList();
  }
}
