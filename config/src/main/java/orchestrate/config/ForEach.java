package orchestrate.config;

import java.math.BigInteger;
import java.util.List;
import java.util.OptionalLong;
import orchestrate.config.expression.Expression;

/** Where the items of a fan-out come from: one instance of the task runs for each. */
public sealed interface ForEach {
  /** {@code list: [a, b]}. */
  record Items(List<Template> values) implements ForEach {
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public OptionalLong count() {
      return OptionalLong.of(values.size());
    }
  }

  /** {@code list: "${{ ... }}"}: the texts that an expression gives. */
  record Computed(Expression list) implements ForEach {
    @Override
    public OptionalLong count() {
      return list instanceof Expression.Constant(var value)
          ? OptionalLong.of(value.texts().size())
          : OptionalLong.empty();
    }
  }

  /**
   * {@code matrix}, or a {@code list} of mappings: each item has named parts.
   *
   * @param rows each with a part for each column
   */
  record Rows(List<String> columns, List<List<Template>> rows) implements ForEach {
    public Rows {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }

    @Override
    public OptionalLong count() {
      return OptionalLong.of(rows.size());
    }
  }

  /** {@code range: [first, last]} or {@code [first, last, step]}; {@code last} is included. */
  record Range(long first, long last, long step) implements ForEach {
    /** At most {@link Long#MAX_VALUE}: the ends may be further apart than a long can say. */
    @Override
    public OptionalLong count() {
      boolean wrongWay = step > 0 ? last < first : last > first;
      return OptionalLong.of(
          wrongWay
              ? 0
              : BigInteger.valueOf(last)
                  .subtract(BigInteger.valueOf(first))
                  .divide(BigInteger.valueOf(step))
                  .add(BigInteger.ONE)
                  .min(BigInteger.valueOf(Long.MAX_VALUE))
                  .longValue());
    }
  }

  /** {@code files: "data/*.csv"}: the files that match, sorted by path. */
  record Files(Template glob) implements ForEach {}

  /** {@code lines: FILE}: each line of a text file. */
  record Lines(Template path) implements ForEach {}

  /** {@code csv: FILE}: each row of a table, whose first line names the columns. */
  record Csv(Template path) implements ForEach {}

  /** {@code json: FILE}: each element of an array, or each of several values. */
  record Json(Template path) implements ForEach {}

  /** How many items there are; empty where only a look at files, or at what tasks give, tells. */
  default OptionalLong count() {
    return OptionalLong.empty();
  }
}
