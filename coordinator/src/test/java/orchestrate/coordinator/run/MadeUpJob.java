package orchestrate.coordinator.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Jobs of a few tasks that use whatever a scheduler knows, by chance. */
final class MadeUpJob {
  private static final int MOST_TASKS = 9;

  private final Random random;
  private final StringBuilder yaml = new StringBuilder();
  private final List<String> plain = new ArrayList<>();
  private final List<String> services = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  private MadeUpJob(Random random) {
    this.random = random;
  }

  /** From {@code events} on. */
  static String yaml(Random random) {
    return new MadeUpJob(random).make();
  }

  private String make() {
    int tasks = 2 + random.nextInt(MOST_TASKS - 1);
    for (int i = 0; i < tasks; i++) {
      if (chance(10)) {
        addService("s" + i);
      } else if (chance(12)) {
        addPipeline("p" + i);
      } else {
        addTask("t" + i);
      }
    }
    if (!services.isEmpty()) {
      add("u", ", needs: [" + String.join(", ", services) + "]"); // nobody may be of no use
    }
    String all = (events.isEmpty() ? "" : "events: " + events + "\n") + "tasks:\n" + yaml;
    return chance(30) ? all + "finally:\n  f: { run: x%s }\n".formatted(retry()) : all;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private void addService(String name) {
    add(name, ", service: true" + retry() + needs(false));
    services.add(name);
  }

  private void addPipeline(String name) {
    String retry = retry();
    add(name, retry + needs(true));
    add(name + "r", ", pipe-from: " + name + retry);
    plain.add(name);
    plain.add(name + "r");
  }

  private void addTask(String name) {
    var keys = new StringBuilder(retry()).append(needs(true));
    if (chance(35)) {
      keys.append(", for-each: { range: 1..%d }".formatted(1 + random.nextInt(4)));
    }
    if (chance(15)) {
      keys.append(", if: ")
          .append(List.of("always()", "failure()", "success()").get(random.nextInt(3)));
    }
    if (chance(10)) {
      keys.append(", allow-failure: true");
    }
    if (chance(15) && !events.isEmpty()) {
      keys.append(", waits-for: ").append(events.get(random.nextInt(events.size())));
    }
    if (chance(15)) {
      events.add("e" + name);
      keys.append(", sets: e").append(name);
    }
    add(name, keys.toString());
    plain.add(name);
  }

  private String retry() {
    return chance(40) ? ", retry: { max: %d, delay: 1ms }".formatted(1 + random.nextInt(2)) : "";
  }

  private String needs(boolean however) {
    var needs = new ArrayList<String>();
    for (String task : plain) {
      if (chance(20)) {
        needs.add(task + (however && chance(25) ? ": completed" : ": success"));
      }
    }
    for (String service : services) {
      if (chance(40)) {
        needs.add(service + ": ready");
      }
    }
    return needs.isEmpty() ? "" : ", needs: { " + String.join(", ", needs) + " }";
  }

  private void add(String name, String keys) {
    yaml.append("  %s: { run: x%s }\n".formatted(name, keys));
  }
}
