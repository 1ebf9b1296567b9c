package orchestrate.coordinator.ci;

/**
 * Lines that belong together, and can be folded to their title.
 *
 * @param name tells it from others of the same log: letters, digits, {@code -} and {@code _}
 * @param beganAt when what they tell of began, in milliseconds since 1970
 * @param endedAt when it ended
 */
public record Group(String name, String title, long beganAt, long endedAt) {}
