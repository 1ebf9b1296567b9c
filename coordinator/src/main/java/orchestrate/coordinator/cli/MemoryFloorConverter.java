package orchestrate.coordinator.cli;

import orchestrate.config.MemoryFloor;
import orchestrate.config.read.MemoryFloors;
import picocli.CommandLine;

/** Floors of free memory as job files have them. */
final class MemoryFloorConverter implements CommandLine.ITypeConverter<MemoryFloor> {
  @Override
  public MemoryFloor convert(String text) {
    MemoryFloor floor = MemoryFloors.parse(text);
    if (floor == null) {
      throw new CommandLine.TypeConversionException(
          "'%s' is no amount of memory; it is %s".formatted(text, MemoryFloors.FORMS.replace("`", "")));
    }
    return floor;
  }
}
