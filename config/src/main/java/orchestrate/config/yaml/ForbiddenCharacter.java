package orchestrate.config.yaml;

import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.SourceText;

/** Finds characters that YAML doesn't allow; the parser itself would not say where they are. */
final class ForbiddenCharacter {
  private ForbiddenCharacter() {}

  /** Whether there is one; the first is then a problem. */
  static boolean find(SourceText source, String text, Problems problems) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~') {
        continue; // nearly all
      }
      if (c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'))) {
        line++;
        lineStart = i + 1;
      } else if (!isAllowed(c)) {
        problems.add(
            new Position(source, line, text.codePointCount(lineStart, i) + 1, 1),
            "the character U+%04X is not allowed in YAML".formatted((int) c),
            "in double quotes it can be written as \"\\u%04x\"".formatted((int) c));
        return true;
      }
    }
    return false;
  }

  /** Surrogates come in pairs: the text was decoded from UTF-8. */
  private static boolean isAllowed(char c) {
    return c == '\t' || c == '\n' || c == '\r' || c == '\u0085' || (c >= '\u00A0' && c <= '\uFFFD');
  }
}
