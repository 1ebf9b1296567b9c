package orchestrate.config;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * When a worker for Java tasks gives way to a new one.
 *
 * @param afterTasks so many attempts
 * @param after so long; null if its age does not matter
 * @param aboveMemory more bytes of resident memory than this
 */
public record Recycle(OptionalInt afterTasks, @Nullable Duration after, OptionalLong aboveMemory) {
  public static final Recycle NEVER = new Recycle(OptionalInt.empty(), null, OptionalLong.empty());
}
