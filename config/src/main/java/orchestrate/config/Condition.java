package orchestrate.config;

import orchestrate.config.expression.Expression;

/**
 * What {@code if} says: whether a task is wanted, decided when all that it needs is over.
 *
 * @param written the expression as it stands in the file
 */
public record Condition(Expression expression, String written) {
  /**
   * Whether it asks how things went ({@code failure()}): then it decides also if a need has failed.
   */
  public boolean asksHowItWent() {
    return asks(expression);
  }

  private static boolean asks(Expression expression) {
    return expression instanceof Expression.Asked
        || expression.parts().stream().anyMatch(Condition::asks);
  }
}
