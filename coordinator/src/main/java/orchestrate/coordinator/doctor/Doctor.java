package orchestrate.coordinator.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks what this machine has of that which orchestrate uses. */
public final class Doctor {
  private Doctor() {}

  /**
   * All that there is to find.
   *
   * @param environment variables of this process
   */
  public static List<Finding> examine(Map<String, String> environment) throws InterruptedException {
    var findings = new ArrayList<Finding>();
    findings.addAll(JavaChecks.all());
    findings.addAll(SystemChecks.all());
    findings.addAll(new RoomChecks(Runtime.getRuntime().availableProcessors(), environment).all());
    return findings;
  }
}
