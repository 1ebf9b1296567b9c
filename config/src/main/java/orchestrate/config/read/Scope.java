package orchestrate.config.read;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What expressions may speak of at one place of the file.
 *
 * @param params null where params are not known yet
 * @param item that of the fan-out; null if there is none
 * @param itemElsewhere why there is none
 * @param uses gathers the uses of other tasks' outputs; null where there can be none
 * @param decides whether it may be asked how things went
 */
record Scope(
    @Nullable Params params,
    Environment environment,
    @Nullable Item item,
    String itemElsewhere,
    @Nullable Outputs uses,
    boolean decides) {

  /**
   * The item of a fan-out.
   *
   * @param name how it is called here besides {@code item}
   * @param fields what it is made of; null if that is known only when the task starts
   */
  record Item(String name, @Nullable Set<String> fields) {
    /** A text, called plainly {@code item}. */
    static final Item PLAIN = new Item("item", Set.of());
  }

  /**
   * A use of what another task gave.
   *
   * @param key of its output; null if it is how the task ended
   */
  record OutputUse(Name task, @Nullable String key) {}

  /** The tasks there are, and which outputs of theirs a task uses. */
  record Outputs(Declared tasks, List<OutputUse> found) {
    void add(Name task, @Nullable String key) {
      found.add(new OutputUse(task, key));
    }
  }

  private static final String BEFORE_ANY_TASK = "is not known here: this is read before any task";

  /** Where the value must be known when the file is read. */
  static Scope constant(@Nullable Params params, Environment environment) {
    return new Scope(params, environment, null, BEFORE_ANY_TASK, null, false);
  }

  /** The same place, where a condition stands: it may ask how things went. */
  Scope deciding() {
    return new Scope(params, environment, item, itemElsewhere, uses, true);
  }

  /** The same place, but with nothing that is known only when a task runs. */
  Scope constants() {
    return constant(params, environment);
  }
}
