package orchestrate.config;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import orchestrate.config.expression.Quoted;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong in a job file, so that all of it is told at once. */
public final class Problems {
  private final List<Problem> found = new ArrayList<>();

  public void add(Position position, String text) {
    add(position, text, null);
  }

  public void add(Position position, String text, @Nullable String hint) {
    found.add(new Problem(position, text, hint));
  }

  public int count() {
    return found.size();
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /**
   * In the order of the files, and in each from its top. What was found twice, by an alias or in a
   * file that is included twice, is there once.
   */
  public List<Problem> sorted() {
    var once = new LinkedHashMap<List<Object>, Problem>();
    found.forEach(
        problem -> once.putIfAbsent(List.of(problem.position(), problem.text()), problem));
    return once.values().stream()
        .sorted(
            comparing(
                Problem::position,
                comparingInt((Position position) -> position.source().number())
                    .thenComparingInt(Position::line)
                    .thenComparingInt(Position::column)))
        .toList();
  }

  /** A piece of the user's text as it stands in a message: in backquotes, cut if very long. */
  public static String quoted(String text) {
    return Quoted.of(text);
  }
}
