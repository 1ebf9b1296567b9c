package orchestrate.benchmarks;

import java.util.List;
import orchestrate.benchmarks.journal.Journaling;
import orchestrate.benchmarks.run.Scenario;
import picocli.CommandLine.Command;

/** {@code benchmarks/run journal}. */
@Command(
    name = JournalCommand.NAME,
    description = "What the journal of a run costs: to write, to keep, to read.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class JournalCommand extends SuiteCommand {
  static final String NAME = "journal";

  JournalCommand() {
    super(NAME);
  }

  @Override
  List<Scenario> scenarios(boolean smoke, int rounds) {
    return new Journaling(HOME, smoke).scenarios();
  }
}
