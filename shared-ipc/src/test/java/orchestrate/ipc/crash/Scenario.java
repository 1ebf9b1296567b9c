package orchestrate.ipc.crash;

import java.util.function.BooleanSupplier;
import orchestrate.ipc.session.Party;

/**
 * What two processes do of which one, the victim, may die at any step of its part. For each run a
 * new one is made: a public class whose public constructor has no parameters.
 *
 * <p>Within one process both sides call the same instance. With real processes each side has an
 * instance of its own: so a field belongs to one side, and what the sides share is in the session.
 */
public interface Scenario {
  /**
   * What the survivor does before: makes the objects, takes what is to be contended, and starts
   * those who are to wait, by {@code Fork.start}.
   */
  default void prepare(Party survivor) throws Exception {}

  /** What the victim does before its life is at stake. */
  default void prepareVictim(Party victim) throws Exception {}

  /** What the victim dies in. If it gets to its end, it dies there or leaves in order. */
  void victim(Party victim) throws Exception;

  /**
   * What the survivor does while the victim is at it.
   *
   * @param over whether the victim has died or done its part: nothing more is to be expected of it
   */
  default void meanwhile(Party survivor, BooleanSupplier over) throws Exception {}

  /**
   * What the survivor finds when the victim has been recovered, or has left. Those who waited for
   * something that is there must have got it: their {@code Fork.result()} returns.
   */
  void check(Party survivor) throws Exception;
}
