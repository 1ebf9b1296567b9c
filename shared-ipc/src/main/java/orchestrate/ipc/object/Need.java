package orchestrate.ipc.object;

import java.util.Map;
import orchestrate.ipc.participant.Participant;

/**
 * What a waiter lacks.
 *
 * @param amount it goes on when so much comes
 * @param from who can make how much of it come; if all of them together are not enough, the rest is
 *     on its way or can come from anybody
 */
public record Need(int amount, Map<Participant, Integer> from) {}
