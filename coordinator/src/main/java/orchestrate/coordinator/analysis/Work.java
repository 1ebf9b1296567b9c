package orchestrate.coordinator.analysis;

import java.util.List;

/**
 * A task as the simulation sees it.
 *
 * @param needs numbers of the tasks that must be over first
 * @param width how much of the capacity each piece takes; 0 if none
 * @param most how many pieces run at a time
 * @param priority higher ones are started first
 * @param holds how many permits of each kind a piece holds
 * @param pieces how long each takes, in nanoseconds; none if it was not run
 * @param longestNanos of what can't be divided
 */
public record Work(
    List<Integer> needs,
    int width,
    int most,
    int priority,
    long[] holds,
    long[] pieces,
    long longestNanos) {}
