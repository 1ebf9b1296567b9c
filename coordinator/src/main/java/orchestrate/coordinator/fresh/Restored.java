package orchestrate.coordinator.fresh;

/**
 * What a task has made in an earlier run is there again.
 *
 * @param files how many had to be put back
 */
public record Restored(Success success, long files) {}
