package orchestrate.ipc.crash;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A process that does the victim's part; what and until which step is said by stdin. Its classes
 * have their steps already, in the jar with which it is started.
 */
public final class VictimMain {
  private VictimMain() {}

  public static void main(String[] args) throws Exception {
    var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String[] command = commands.readAllLines().toArray(String[]::new);
    if (command.length > 0) {
      new Victim().run(command);
    }
  }
}
