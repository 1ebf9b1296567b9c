package orchestrate.benchmarks;

import java.util.List;
import orchestrate.benchmarks.engine.CommandOverhead;
import orchestrate.benchmarks.engine.JavaTaskOverhead;
import orchestrate.benchmarks.engine.MemoryUse;
import orchestrate.benchmarks.engine.Planning;
import orchestrate.benchmarks.engine.RecoveryTime;
import orchestrate.benchmarks.engine.ReportCost;
import orchestrate.benchmarks.engine.Scaling;
import orchestrate.benchmarks.engine.StartUp;
import orchestrate.benchmarks.journal.Journaling;
import orchestrate.benchmarks.library.Library;
import orchestrate.benchmarks.primitives.Primitives;
import orchestrate.benchmarks.primitives.Queues;
import orchestrate.benchmarks.run.Effort;
import orchestrate.benchmarks.run.Scenario;
import orchestrate.benchmarks.run.Suite;
import orchestrate.benchmarks.scale.Scale;

/** All suites there are, in the order in which they are run and reported. */
final class Suites {
  private final List<Suite> all;

  Suites(Effort effort) {
    List<Suite> suites =
        List.of(
            new StartUp(effort).suite(),
            new CommandOverhead(effort).suite(),
            new JavaTaskOverhead(effort).suite(),
            new Scaling(effort).suite(),
            new Scale(effort).suite(),
            new Primitives(effort).suite(),
            new Queues(effort).suite(),
            new Library(effort).suite(),
            new Journaling(effort).suite(),
            new Planning(effort).suite(),
            new MemoryUse(effort).suite(),
            new RecoveryTime(effort).suite(),
            new ReportCost(effort).suite());
    all = effort.smoke() ? suites.stream().map(Suites::withoutBars).toList() : suites;
  }

  List<String> names() {
    return all.stream().map(Suite::name).toList();
  }

  private static Suite withoutBars(Suite suite) {
    return suite.with(suite.scenarios().stream().map(Scenario::withoutBars).toList());
  }

  /**
   * The suites of these names, all if there are none; and of their scenarios those of these names,
   * all if there are none.
   *
   * @throws IllegalArgumentException if there is no suite, or in those suites no scenario, of a
   *     name
   */
  List<Suite> chosen(List<String> names, List<String> scenarios) {
    check("SUITE", names, names());
    List<Suite> suites =
        all.stream().filter(suite -> names.isEmpty() || names.contains(suite.name())).toList();
    check(
        "--only",
        scenarios,
        suites.stream().flatMap(suite -> suite.scenarios().stream()).map(Scenario::name).toList());
    return suites.stream()
        .map(suite -> scenarios.isEmpty() ? suite : only(suite, scenarios))
        .filter(suite -> !suite.scenarios().isEmpty())
        .toList();
  }

  private static Suite only(Suite suite, List<String> scenarios) {
    return suite.with(
        suite.scenarios().stream().filter(some -> scenarios.contains(some.name())).toList());
  }

  private static void check(String what, List<String> wanted, List<String> there) {
    for (String name : wanted) {
      if (!there.contains(name)) {
        throw new IllegalArgumentException(
            "%s: there is no %s; there are %s".formatted(what, name, String.join(", ", there)));
      }
    }
  }
}
