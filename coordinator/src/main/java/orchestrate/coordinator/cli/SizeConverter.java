package orchestrate.coordinator.cli;

import orchestrate.config.read.Sizes;
import picocli.CommandLine;

/** Sizes as job files have them, in bytes. */
final class SizeConverter implements CommandLine.ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    Long bytes = Sizes.parse(text);
    if (bytes == null) {
      throw new CommandLine.TypeConversionException("'" + text + "' is no size such as 512m or 4g");
    }
    return bytes;
  }
}
