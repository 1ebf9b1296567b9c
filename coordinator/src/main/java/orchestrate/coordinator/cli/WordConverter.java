package orchestrate.coordinator.cli;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;

/** Options that take one of a few words: the constants of an enum, in small letters. */
public abstract class WordConverter<E extends Enum<E>> implements CommandLine.ITypeConverter<E> {
  private final E[] constants;

  protected WordConverter(E[] constants) {
    this.constants = constants;
  }

  @Override
  public E convert(String text) {
    return Arrays.stream(constants)
        .filter(constant -> word(constant).equals(text))
        .findAny()
        .orElseThrow(
            () ->
                new CommandLine.TypeConversionException(
                    "it is one of %s, not '%s'".formatted(all(), text)));
  }

  private String all() {
    return Arrays.stream(constants).map(WordConverter::word).collect(joining(", "));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
