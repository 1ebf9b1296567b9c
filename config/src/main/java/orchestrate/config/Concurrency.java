package orchestrate.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one group never overlap.
 *
 * @param group its name, the same in all job files
 * @param patience how long a run waits for its turn; null if as long as it takes
 */
public record Concurrency(String group, @Nullable Duration patience) {}
