package orchestrate.config.expression;

/** A piece of the user's text as it stands in a message. */
public final class Quoted {
  /** Names longer than this say no more to a reader. */
  private static final int LENGTH = 60;

  private Quoted() {}

  /** In backquotes, cut if very long. */
  public static String of(String text) {
    int length = text.codePointCount(0, text.length());
    return length <= LENGTH
        ? "`" + text + "`"
        : "`" + text.substring(0, text.offsetByCodePoints(0, LENGTH)) + "...`";
  }
}
