package orchestrate.config.expression;

import java.math.BigDecimal;
import java.util.function.IntPredicate;

/** Says how two values compare: as numbers if both read as such, else as texts. */
public enum Comparison {
  EQUAL("==", order -> order == 0),
  UNEQUAL("!=", order -> order != 0),
  LESS("<", order -> order < 0),
  AT_MOST("<=", order -> order <= 0),
  MORE(">", order -> order > 0),
  AT_LEAST(">=", order -> order >= 0);

  private final String written;

  @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
  private final IntPredicate holds;

  Comparison(String written, IntPredicate holds) {
    this.written = written;
    this.holds = holds;
  }

  String written() {
    return written;
  }

  boolean holds(Value left, Value right) {
    BigDecimal a = left.number();
    BigDecimal b = right.number();
    if (a != null && b != null) {
      return holds.test(a.compareTo(b));
    }
    if (this == EQUAL || this == UNEQUAL) {
      return left.texts().equals(right.texts()) == (this == EQUAL);
    }
    throw new EvaluationException(
        "%s and %s are not both numbers: `%s` compares numbers only"
            .formatted(Quoted.of(left.text()), Quoted.of(right.text()), written));
  }
}
