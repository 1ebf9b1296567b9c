package orchestrate.config.read;

import java.math.BigInteger;
import java.util.OptionalLong;
import orchestrate.config.ForEach;
import org.jspecify.annotations.Nullable;

/** How many instances of a task there will be, where the file alone tells. */
final class Instances {
  private Instances() {}

  static OptionalLong of(@Nullable ForEach forEach) {
    return switch (forEach) {
      case null -> OptionalLong.of(1);
      case ForEach.Items(var values) -> OptionalLong.of(values.size());
      case ForEach.Range range -> OptionalLong.of(of(range));
      case ForEach.Files _, ForEach.Lines _ -> OptionalLong.empty();
    };
  }

  /** At most {@link Long#MAX_VALUE}: the ends may be further apart than a long can say. */
  static long of(ForEach.Range range) {
    BigInteger steps =
        BigInteger.valueOf(range.last())
            .subtract(BigInteger.valueOf(range.first()))
            .divide(BigInteger.valueOf(range.step()));
    boolean wrongWay =
        range.step() > 0 ? range.last() < range.first() : range.last() > range.first();
    return wrongWay
        ? 0
        : steps.add(BigInteger.ONE).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }
}
