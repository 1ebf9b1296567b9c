package text;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of a text. */
public final class Words {
  private static final Pattern WORD = Pattern.compile("\\p{L}+");

  private Words() {}

  /** In lower case, in the order of the text. */
  public static Stream<String> of(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).map(Words::lower);
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
