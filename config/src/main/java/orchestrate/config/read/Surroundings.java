package orchestrate.config.read;

import java.time.Duration;
import java.util.Map;
import orchestrate.config.OutputMode;
import orchestrate.config.Retry;
import org.jspecify.annotations.Nullable;

/**
 * What the rest of the file says that a task may refer to or inherit.
 *
 * @param permits of the semaphores whose number is sound
 */
record Surroundings(
    Params params,
    Environment environment,
    Declared tasks,
    Declared semaphores,
    Map<String, Integer> permits,
    Declared events,
    Declared barriers,
    @Nullable Duration defaultTimeout,
    Retry defaultRetry,
    @Nullable OutputMode defaultOutput) {}
