package orchestrate.pool;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a pool was asked to be: see {@link ProcessPool.Builder}.
 *
 * @param initializer serialised; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Settings(
    String name,
    int workers,
    int retries,
    @Nullable Duration timeout,
    Duration killAfter,
    long maxTasksPerWorker,
    byte[] initializer,
    String filter,
    Launch launch) {}
