package orchestrate.ipc.crash;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import orchestrate.ipc.crash.step.Stepped;
import orchestrate.ipc.crash.step.SteppingLoader;

/** A process that does the victim's part; what and until which step is said by stdin. */
public final class VictimMain {
  private VictimMain() {}

  public static void main(String[] args) throws Exception {
    Stepped victim = SteppingLoader.load(Victim.class);
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String[] command = commands.readAllLines().toArray(String[]::new);
    if (command.length > 0) {
      victim.run(command);
    }
  }
}
