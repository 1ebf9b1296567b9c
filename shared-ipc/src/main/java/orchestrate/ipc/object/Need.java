package orchestrate.ipc.object;

import java.util.LinkedHashMap;
import java.util.Map;
import orchestrate.ipc.participant.Participant;

/**
 * What a waiter lacks.
 *
 * @param amount it goes on when so much comes
 * @param from who can make how much of it come; if all of them together are not enough, the rest is
 *     on its way or can come from anybody
 */
public record Need(int amount, Map<Participant, Integer> from) {
  /** The same if what {@code agent} has is really had by those others, as far as that goes. */
  public Need onBehalfOf(Map<Participant, Integer> others, Participant agent) {
    var real = new LinkedHashMap<>(from);
    for (var other : others.entrySet()) {
      int part = Math.min(real.getOrDefault(agent, 0), other.getValue());
      if (part > 0) {
        real.merge(agent, -part, Integer::sum);
        real.merge(other.getKey(), part, Integer::sum);
      }
    }
    return new Need(amount, real);
  }
}
