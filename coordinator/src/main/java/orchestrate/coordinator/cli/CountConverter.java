package orchestrate.coordinator.cli;

import picocli.CommandLine;

/** Whole numbers from 1 up. */
public final class CountConverter implements CommandLine.ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    try {
      int count = Integer.parseInt(text);
      if (count >= 1) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new CommandLine.TypeConversionException("'" + text + "' is no number from 1 up");
  }
}
