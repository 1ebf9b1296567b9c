package orchestrate.config.read;

import orchestrate.config.Position;
import orchestrate.config.SourceText;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Style;

/**
 * Finds where in the file the expressions of a scalar stand. The text of a scalar has lost its
 * indentation, folds and escapes, but its n-th expression is still the n-th in the source.
 */
final class ExpressionPlaces {
  private final SourceText source;
  private final Scalar scalar;
  private int line;

  /** In chars, from 0; negative if we lost track. */
  private int next;

  ExpressionPlaces(Scalar scalar) {
    this.source = scalar.position().source();
    this.scalar = scalar;
    boolean block = scalar.style() == Style.BLOCK;
    this.line = scalar.position().line() + (block ? 1 : 0);
    this.next = block ? 0 : source.columns(line).offset(scalar.position().column() - 1);
  }

  /** The place of the next expression; the scalar's own if it can't be told (escapes). */
  Position next() {
    while (line <= scalar.endLine() && next >= 0) {
      String text = source.line(line);
      int open = text.indexOf("${{", next);
      if (open >= 0) {
        int close = text.indexOf("}}", open);
        int end = close < 0 ? text.stripTrailing().length() : close + 2;
        next = open + 3;
        int before = source.columns(line).before(open);
        return new Position(source, line, before + 1, text.codePointCount(open, end));
      }
      line++;
      next = 0;
    }
    next = -1;
    return scalar.position();
  }
}
