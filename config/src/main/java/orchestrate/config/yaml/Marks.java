package orchestrate.config.yaml;

import orchestrate.config.Position;
import orchestrate.config.SourceText;
import orchestrate.config.yaml.Node.Style;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;

/** Turns the parser's locations into positions, and looks up what stands there. */
final class Marks {
  private final SourceText source;
  private final String text;

  /** The parser counts code points; where each is one char, its offsets are ours. */
  private final boolean charsAreCodePoints;

  Marks(SourceText source, String text) {
    this.source = source;
    this.text = text;
    this.charsAreCodePoints = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
  }

  /** From start to end, or to the end of the first line. */
  Position span(TokenStreamLocation start, TokenStreamLocation end) {
    int length =
        start.getLineNr() == end.getLineNr()
            ? end.getColumnNr() - start.getColumnNr()
            : restOfLine(start);
    return new Position(source, start.getLineNr(), start.getColumnNr(), Math.max(1, length));
  }

  Position point(TokenStreamLocation at) {
    return new Position(source, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), 1);
  }

  /** What the first character after any anchor and tag says about how the scalar is written. */
  Style style(TokenStreamLocation start) {
    int offset = offset(start);
    while (offset < text.length() && (text.charAt(offset) == '&' || text.charAt(offset) == '!')) {
      offset = afterSpace(afterWord(offset));
    }
    return offset >= text.length()
        ? Style.PLAIN
        : switch (text.charAt(offset)) {
          case '"', '\'' -> Style.QUOTED;
          case '|', '>' -> Style.BLOCK;
          default -> Style.PLAIN;
        };
  }

  /** The anchor of a scalar, which the parser keeps to itself; null if it has none. */
  @Nullable String anchor(TokenStreamLocation start) {
    int offset = offset(start);
    while (offset < text.length() && text.charAt(offset) == '!') {
      offset = afterSpace(afterWord(offset));
    }
    return offset < text.length() && text.charAt(offset) == '&'
        ? text.substring(offset + 1, afterWord(offset))
        : null;
  }

  private int afterWord(int offset) {
    int end = offset;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int afterSpace(int offset) {
    int end = offset;
    while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int offset(TokenStreamLocation at) {
    int offset = Math.clamp(at.getCharOffset(), 0, text.length());
    return charsAreCodePoints
        ? offset
        : text.offsetByCodePoints(0, Math.min(offset, text.codePointCount(0, text.length())));
  }

  private int restOfLine(TokenStreamLocation start) {
    String line = source.line(start.getLineNr());
    return line.codePointCount(0, line.length()) - start.getColumnNr() + 1;
  }
}
