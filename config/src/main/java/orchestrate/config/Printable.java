package orchestrate.config;

/**
 * Makes text from a file safe to show in a terminal: control characters, and those that turn the
 * direction of text around, are spelled out.
 */
public final class Printable {
  private Printable() {}

  public static String text(String text) {
    if (isPlain(text)) {
      return text;
    }
    var shown = new StringBuilder(text.length());
    text.codePoints().forEach(character -> shown.append(character(character)));
    return shown.toString();
  }

  /** As most texts are, and there may be a million of them. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < ' ' || character > '~') {
        return false;
      }
    }
    return true;
  }

  static String character(int character) {
    if (character == '\t') {
      return " ";
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          (character < 0x100 ? "\\x%02x" : "\\u%04x").formatted(character);
      default -> Character.toString(character);
    };
  }
}
