package orchestrate.coordinator.explain;

import java.util.List;

/**
 * What a task waited for, and for how long.
 *
 * @param kind for programs: a word
 * @param what in words that go on "for"
 * @param who had it meanwhile, some of them: those that came first
 */
public record Wait(Kind kind, String what, List<String> who, long millis) {
  /** What can be waited for. */
  public enum Kind {
    /** The run, for its turn in its concurrency group: before it began. */
    GROUP,
    /** Tasks that must be over first, or be ready. */
    NEEDS,
    /** An event of the job. */
    EVENT,
    /** Its items, which are looked up. */
    ITEMS,
    /** That somebody lets the run go on, which was paused. */
    PAUSE,
    /** Another instance of its own, since no more may run at a time. */
    OWN_LIMIT,
    /** Permits of a semaphore, or a lock. */
    PERMITS,
    /** A slot. */
    SLOTS,
    /** Memory that others have declared. */
    MEMORY,
    /** Others at its barrier. */
    BARRIER,
    /** The pause before a further attempt. */
    RETRY,
    /** Its inputs are looked at. */
    INPUTS,
    /** What the journal does not tell. */
    OTHER
  }

  public Wait {
    who = List.copyOf(who);
  }
}
