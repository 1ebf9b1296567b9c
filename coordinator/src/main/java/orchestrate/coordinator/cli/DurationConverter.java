package orchestrate.coordinator.cli;

import java.time.Duration;
import orchestrate.config.read.Durations;
import picocli.CommandLine;

/** Durations as job files have them. */
public final class DurationConverter implements CommandLine.ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    Duration duration = Durations.parse(text);
    if (duration == null) {
      throw new CommandLine.TypeConversionException(
          "'%s' is no duration; write 500ms, 30s, 5m or 1h30m".formatted(text));
    }
    if (Durations.isTooLong(duration)) {
      throw new CommandLine.TypeConversionException(
          "'%s' is too long: a duration is at most 36500d, a hundred years".formatted(text));
    }
    return duration;
  }
}
