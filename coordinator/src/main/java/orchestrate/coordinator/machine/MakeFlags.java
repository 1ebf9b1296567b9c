package orchestrate.coordinator.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the variable MAKEFLAGS has: options as on make's command line, the first of them perhaps
 * letters without a dash, and after {@code --} variables.
 */
final class MakeFlags {
  static final String VARIABLE = "MAKEFLAGS";

  private static final String END_OF_OPTIONS = "--";
  private static final List<String> AUTH = List.of("--jobserver-auth=", "--jobserver-fds=");
  private static final Pattern JOBS = Pattern.compile("(?:-j|--jobs=?)(\\d{1,9})?");

  private final String letters;
  private final List<String> options;
  private final List<String> rest;

  private MakeFlags(String letters, List<String> options, List<String> rest) {
    this.letters = letters;
    this.options = List.copyOf(options);
    this.rest = List.copyOf(rest);
  }

  static MakeFlags of(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return new MakeFlags("", List.of(), List.of());
    }
    var words = new ArrayList<>(List.of(text.strip().split("\\s+")));
    boolean hasLetters = !text.startsWith(" ") && words.getFirst().matches("[A-Za-z]+");
    String letters = hasLetters ? words.removeFirst() : "";
    int end = words.indexOf(END_OF_OPTIONS);
    int options = end < 0 ? words.size() : end;
    return new MakeFlags(
        letters, words.subList(0, options), words.subList(options, words.size()));
  }

  /** How to reach the jobserver; the last word on it counts. */
  Optional<String> jobserver() {
    return options.stream()
        .filter(MakeFlags::isAuth)
        .map(option -> option.substring(option.indexOf('=') + 1))
        .reduce((former, latter) -> latter);
  }

  /** How many jobs the top make was given. */
  OptionalInt jobs() {
    return options.stream()
        .map(JOBS::matcher)
        .filter(match -> match.matches() && match.group(1) != null)
        .mapToInt(match -> Integer.parseInt(match.group(1)))
        .reduce((former, latter) -> latter);
  }

  MakeFlags withoutJobserver() {
    var others =
        options.stream()
            .filter(option -> !isAuth(option) && !JOBS.matcher(option).matches())
            .toList();
    return new MakeFlags(letters, others, rest);
  }

  private static boolean isAuth(String option) {
    return AUTH.stream().anyMatch(option::startsWith);
  }

  MakeFlags withJobserver(String auth, int jobs) {
    var all = new ArrayList<>(withoutJobserver().options);
    all.add("-j" + jobs);
    all.add(AUTH.getFirst() + auth);
    return new MakeFlags(letters, all, rest);
  }

  /** As make writes it: with a space in place of letters, if there are none. */
  @Override
  public String toString() {
    if (options.isEmpty() && rest.isEmpty()) {
      return letters;
    }
    return letters + " " + String.join(" ", Stream.concat(options.stream(), rest.stream()).toList());
  }
}
