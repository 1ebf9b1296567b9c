package orchestrate.coordinator.run;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.pool.PoolSetup;
import orchestrate.ipc.session.Session;
import orchestrate.worker.protocol.TraceContext;
import org.jspecify.annotations.Nullable;

/** What the workers of a run are to be like. */
final class PoolSetups {
  private PoolSetups() {}

  /**
   * For a plan.
   *
   * @param trace the span of the run; null if nobody traces it
   * @param ofMachine variables by which tasks share the machine
   */
  static PoolSetup of(
      Plan plan,
      RunFolder folder,
      Session session,
      @Nullable TraceContext trace,
      Map<String, String> ofMachine) {
    var environment = new HashMap<>(ofMachine);
    environment.putAll(plan.job().env());
    environment.put(PoolSetup.RUN_VARIABLE, folder.id());
    environment.put("ORCHESTRATE_SESSION", session.folder().toString());
    plan.job()
        .params()
        .forEach((name, value) -> environment.put("ORCHESTRATE_PARAM_" + variable(name), value));
    return new PoolSetup(
        plan.slots(),
        Services.countOf(plan),
        plan.job().workers().threads(),
        plan.job().workers().recycle(),
        DurableQueues.areIn(plan),
        session.folder(),
        folder.path(),
        plan.job().directory(),
        plan.job().workers().javaOptions(),
        Assignment.secrets(plan.job().secrets()),
        plan.job().secretVariables(),
        trace,
        environment);
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
