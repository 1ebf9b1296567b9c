package orchestrate.config;

/**
 * Makes text from a file safe to show in a terminal: control characters, and those that turn the
 * direction of text around, are spelled out.
 */
public final class Printable {
  private Printable() {}

  public static String text(String text) {
    var shown = new StringBuilder(text.length());
    text.codePoints().forEach(character -> shown.append(character(character)));
    return shown.toString();
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
