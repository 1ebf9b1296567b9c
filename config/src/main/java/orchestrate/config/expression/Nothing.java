package orchestrate.config.expression;

/** Names for expressions that are the same whatever runs. */
public enum Nothing implements Names {
  KNOWN;

  @Override
  public String item() {
    throw unknown("item");
  }

  @Override
  public String field(String name) {
    throw unknown("item");
  }

  @Override
  public Value output(String task, String key) {
    throw unknown("outputs");
  }

  @Override
  public String result(String task) {
    throw unknown("result");
  }

  @Override
  public boolean answer(Question question) {
    throw unknown("answer");
  }

  private static IllegalStateException unknown(String what) {
    return new IllegalStateException("there is no " + what + " here");
  }
}
