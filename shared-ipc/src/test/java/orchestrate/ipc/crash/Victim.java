package orchestrate.ipc.crash;

import java.nio.file.Path;
import orchestrate.ipc.crash.step.Life;
import orchestrate.ipc.crash.step.Steps;
import orchestrate.ipc.os.Libc;
import orchestrate.ipc.os.SystemCall;
import orchestrate.ipc.session.Party;

/** The victim's part in a process of its own, which kills itself at a step. */
final class Victim {
  private static final int SIGKILL = 9;

  /** Takes the scenario's name, the session's folder, the last step. */
  void run(String... arguments) throws Exception {
    Scenario scenario = Enumeration.newScenario(arguments[0]);
    Life life = new Life(Integer.parseInt(arguments[2]), Victim::killThisProcess);
    Steps.belongTo(life);
    Party party = Party.join(Path.of(arguments[1]), "victim");
    party.startWarden();
    scenario.prepareVictim(party);
    life.count();
    scenario.victim(party);
    Steps.step("the end of its part");
    life.stopCounting();
    party.close();
  }

  private static void killThisProcess() {
    Libc.syscall(SystemCall.KILL.number(), ProcessHandle.current().pid(), SIGKILL);
  }
}
