package orchestrate.coordinator.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orchestrate.config.Printable;

/** The reasons of attempts that did not go well: few, most of which many attempts have. */
final class Reasons {
  private static final int MOST = 2_000;
  private static final int LONGEST = 300;
  private static final String FURTHER = "there were too many different reasons to list this one";

  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  /** The number of the reason, from 0. */
  int number(String reason) {
    String shown = Texts.cut(Printable.text(Texts.cut(reason, LONGEST)), LONGEST);
    Integer known = numbers.get(shown);
    if (known != null) {
      return known;
    }
    String told = numbers.size() < MOST ? shown : FURTHER;
    return numbers.computeIfAbsent(told, _ -> numbers.size());
  }

  /** By number. */
  List<String> texts() {
    return List.copyOf(numbers.keySet());
  }
}
