package orchestrate.coordinator.cli.jobfile;

import java.io.Console;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** Asks at a terminal what {@code init} is to write. An empty answer takes what is proposed. */
final class InitQuestions {
  /** What was answered. */
  record Answers(Starter starter, String name) {}

  private final Console console;

  InitQuestions(Console console) {
    this.console = console;
  }

  /** Null if there is no answer: the input is at its end. */
  @Nullable Answers ask() {
    Starter starter = starter();
    if (starter == null) {
      return null;
    }
    String name = console.readLine("What is it called? [as its file or folder] ");
    return name == null ? null : new Answers(starter, name.strip());
  }

  private @Nullable Starter starter() {
    for (Starter starter : Starter.values()) {
      console.printf("  %-9s %s%n", word(starter), starter.meaning());
    }
    while (true) {
      String answer = console.readLine("What are the tasks? [%s] ", word(Starter.COMMANDS));
      if (answer == null) {
        return null;
      }
      try {
        return answer.isBlank()
            ? Starter.COMMANDS
            : new Starter.Converter().convert(answer.strip());
      } catch (TypeConversionException e) {
        console.printf("%s%n", e.getMessage());
      }
    }
  }

  private static String word(Starter starter) {
    return starter.name().toLowerCase(Locale.ROOT);
  }
}
