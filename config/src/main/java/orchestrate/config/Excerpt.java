package orchestrate.config;

/** A source line made fit to show, and the line of carets that goes under it. */
record Excerpt(String line, String caret) {
  private static final int WIDTH = 100;
  private static final int BEFORE = 40;
  private static final String CUT = "...";

  static Excerpt of(String line, Position position) {
    int[] characters = line.codePoints().toArray();
    int column = Math.min(position.column() - 1, characters.length);
    boolean fits = characters.length <= WIDTH;
    int from = fits ? 0 : Math.max(0, Math.min(column - BEFORE, characters.length - WIDTH));
    int to = Math.min(characters.length, from + WIDTH);
    int end = Math.max(column, Math.min(to, column + position.length()));

    String before = (from > 0 ? CUT : "") + shown(characters, from, column);
    String marked = shown(characters, column, end);
    String after = shown(characters, end, to) + (to < characters.length ? CUT : "");
    return new Excerpt(
        before + marked + after,
        " ".repeat(width(before)) + "^".repeat(Math.max(1, width(marked))));
  }

  private static String shown(int[] characters, int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(Printable.character(characters[i]));
    }
    return text.toString();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
