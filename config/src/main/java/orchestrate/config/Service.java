package orchestrate.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What makes a task a service: its command goes on as long as others need it.
 *
 * @param probe how it is found out whether it is ready; null if it is as soon as it has started
 * @param patience how long it may take to become ready
 */
public record Service(@Nullable Probe probe, Duration patience) {
  /** Where the job file says nothing else. */
  public static final Duration USUAL_PATIENCE = Duration.ofMinutes(1);

  /** TCP has no higher ones. */
  public static final int MAX_PORT = 65_535;

  /** What is looked at, again and again, until the service is ready. */
  public sealed interface Probe {}

  /** Whether somebody listens on this TCP port of this machine. */
  public record Port(Template number) implements Probe {}

  /** Whether the text is in what the service has printed. */
  public record Log(Template text) implements Probe {}

  /** Whether the command, which runs where the service does, ends with exit code 0. */
  public record Exec(Action command) implements Probe {}
}
