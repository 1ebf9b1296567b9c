package orchestrate.worker;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The environment that commands start from: that of this process, as the user meant it, and what
 * the run adds.
 */
public final class TaskEnvironment {
  /**
   * The launcher's note of LC_ALL as it was before it gave the JVMs one that has all characters.
   */
  private static final String FORMER_LOCALE = "ORCHESTRATE_LC_ALL";

  private static volatile Map<String, String> base = ofThisProcess();

  private TaskEnvironment() {}

  private static Map<String, String> ofThisProcess() {
    var environment = new HashMap<>(System.getenv());
    String former = environment.remove(FORMER_LOCALE);
    if (former != null) {
      environment.remove("LC_ALL");
      if (!former.isEmpty()) {
        environment.put("LC_ALL", former);
      }
    }
    return environment;
  }

  /**
   * From now on all commands get these, too.
   *
   * @param withheld variables that they don't get from this process
   */
  static void add(Map<String, String> ofRun, Set<String> withheld) {
    var environment = new HashMap<>(base);
    environment.keySet().removeAll(withheld);
    environment.putAll(ofRun);
    base = environment;
  }

  /** A new map, with the variables of one attempt put over those of all. */
  public static Map<String, String> with(Map<String, String> ofAttempt) {
    var environment = new HashMap<>(base);
    environment.putAll(ofAttempt);
    return environment;
  }
}
