package orchestrate.benchmarks;

import java.util.List;
import orchestrate.benchmarks.library.Library;
import orchestrate.benchmarks.run.Scenario;
import picocli.CommandLine.Command;

/** {@code benchmarks/run library}. */
@Command(
    name = LibraryCommand.NAME,
    description = "A pool of processes beside those of Python, and beside threads.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class LibraryCommand extends SuiteCommand {
  static final String NAME = "library";

  LibraryCommand() {
    super(NAME);
  }

  @Override
  List<Scenario> scenarios(boolean smoke, int rounds) {
    return new Library(HOME, smoke).scenarios();
  }
}
