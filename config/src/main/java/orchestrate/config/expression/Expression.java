package orchestrate.config.expression;

import java.util.List;

/**
 * What is written between <code>${{</code> and <code>}}</code>, taken apart. What can be worked out
 * when the file is read is a {@link Constant}.
 */
public sealed interface Expression {
  /** What it is, whatever runs. */
  record Constant(Value value) implements Expression {
    @Override
    public Value value(Names names) {
      return value;
    }
  }

  /** {@code item}: that of the task's fan-out. */
  record Item() implements Expression {
    @Override
    public Value value(Names names) {
      return new Value.Text(names.item());
    }
  }

  /** {@code item.NAME}, {@code matrix.NAME}. */
  record Field(String name) implements Expression {
    @Override
    public Value value(Names names) {
      return new Value.Text(names.field(name));
    }
  }

  /** {@code tasks.TASK.outputs.KEY}. */
  record Output(String task, String key) implements Expression {
    @Override
    public Value value(Names names) {
      return names.output(task, key);
    }
  }

  /** {@code tasks.TASK.result}. */
  record Result(String task) implements Expression {
    @Override
    public Value value(Names names) {
      return new Value.Text(names.result(task));
    }
  }

  /** {@code failure()}. */
  record Asked(Question question) implements Expression {
    @Override
    public Value value(Names names) {
      return Value.of(names.answer(question));
    }
  }

  /** {@code !a}. */
  record Not(Expression of) implements Expression {
    @Override
    public Value value(Names names) {
      return Value.of(!of.value(names).isTrue());
    }

    @Override
    public List<Expression> parts() {
      return List.of(of);
    }
  }

  /** {@code a && b}: what comes after something that doesn't hold is not looked at. */
  record And(Expression left, Expression right) implements Expression {
    @Override
    public Value value(Names names) {
      return Value.of(left.value(names).isTrue() && right.value(names).isTrue());
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }
  }

  /** {@code a || b}: what comes after something that holds is not looked at. */
  record Or(Expression left, Expression right) implements Expression {
    @Override
    public Value value(Names names) {
      return Value.of(left.value(names).isTrue() || right.value(names).isTrue());
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }
  }

  /** {@code a == b}. */
  record Compare(Comparison comparison, Expression left, Expression right) implements Expression {
    @Override
    public Value value(Names names) {
      return Value.of(comparison.holds(left.value(names), right.value(names)));
    }

    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }
  }

  /** {@code upper(a)}. */
  record Call(Function function, List<Expression> parts) implements Expression {
    public Call {
      parts = List.copyOf(parts);
    }

    @Override
    public Value value(Names names) {
      return function.apply(parts.stream().map(argument -> argument.value(names)).toList());
    }
  }

  /**
   * Works it out.
   *
   * @throws EvaluationException if it has no value
   */
  Value value(Names names);

  /** What it is made of, one level down. */
  default List<Expression> parts() {
    return List.of();
  }

  /** Whether it is the same for every instance, and known when the file is read. */
  default boolean isConstant() {
    return this instanceof Constant;
  }
}
