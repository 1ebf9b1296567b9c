package orchestrate.coordinator.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import orchestrate.coordinator.doctor.Doctor;
import orchestrate.coordinator.doctor.Finding;
import orchestrate.coordinator.doctor.Finding.State;
import orchestrate.coordinator.preview.JsonText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** {@code orchestrate doctor}. */
@CommandLine.Command(
    name = "doctor",
    description =
        "Says what this machine has of that which orchestrate uses, and of what is missing what that"
            + " costs and how to get it.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all is there that is needed", "3:something is missing that is needed"})
final class DoctorCommand implements Callable<Integer> {
  @CommandLine.Option(names = "--json", description = "For programs.")
  private boolean json;

  /**
   * For programs.
   *
   * @param format the number of this format: it grows if something changes its meaning
   * @param fine whether all is there that is needed
   */
  record Report(int format, boolean fine, List<Check> checks) {}

  /** A finding. Costs and remedy are null if it is ok. */
  record Check(
      String name, String state, String found, @Nullable String costs, @Nullable String remedy) {}

  @Override
  public Integer call() throws InterruptedException {
    List<Finding> findings = Doctor.examine(System.getenv());
    boolean fine = findings.stream().noneMatch(finding -> finding.state() == State.NEEDED);
    if (json) {
      System.out.println(
          JsonText.of(new Report(1, fine, findings.stream().map(DoctorCommand::check).toList())));
    } else {
      print(findings, System.out);
    }
    return (fine ? ExitCode.OK : ExitCode.BROKEN).code();
  }

  private static Check check(Finding finding) {
    boolean ok = finding.state() == State.OK;
    return new Check(
        finding.name(),
        finding.state().word(),
        finding.found(),
        ok ? null : finding.lack().costs(),
        ok ? null : finding.lack().remedy());
  }

  static void print(List<Finding> findings, PrintStream out) {
    var rows = new ArrayList<List<String>>();
    for (Finding finding : findings) {
      rows.add(List.of(finding.state().word(), finding.name(), finding.found()));
      if (finding.state() != State.OK) {
        rows.add(List.of("", "", "so: " + finding.lack().costs()));
        rows.add(List.of("", "", "to get it: " + finding.lack().remedy()));
      }
    }
    Table.print(rows, out);
    out.println();
    long needed = count(findings, State.NEEDED);
    long missing = count(findings, State.MISSING);
    out.println(
        needed > 0
            ? needed + " of what is needed is not there."
            : "All is there that is needed"
                + (missing == 0 ? "." : "; %d of what helps is not.".formatted(missing)));
  }

  private static long count(List<Finding> findings, State state) {
    return findings.stream().filter(finding -> finding.state() == state).count();
  }
}
