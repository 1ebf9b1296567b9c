package orchestrate.coordinator.schedule;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import orchestrate.config.TaskSpec;

/** Tasks whose instances meet at the same barriers: started together or not at all. */
final class Party {
  private final List<String> barriers;
  private final int size;
  private final List<TaskProgress> members;

  Party(List<String> barriers, int size, List<TaskProgress> members) {
    this.barriers = List.copyOf(barriers);
    this.size = size;
    this.members = List.copyOf(members);
  }

  List<String> barriers() {
    return barriers;
  }

  String name() {
    return String.join(", ", barriers);
  }

  int size() {
    return size;
  }

  List<TaskProgress> members() {
    return members;
  }

  long running() {
    return members.stream().mapToLong(TaskProgress::running).sum();
  }

  long ready() {
    return members.stream().mapToLong(TaskProgress::ready).sum();
  }

  /** Enough of its members are ready, and the last meeting is over. */
  boolean canForm() {
    return running() == 0 && ready() >= size;
  }

  /** Some of its members are ready and wait for others that will never come. */
  boolean canNeverForm() {
    return ready() > 0
        && ready() < size
        && members.stream().noneMatch(TaskProgress::mayBecomeReady);
  }

  /** What the next meeting needs altogether. */
  record Demand(int slots, long memory, Map<String, Integer> permits) {}

  Demand demand() {
    var permits = new TreeMap<String, Integer>();
    int slots = 0;
    long memory = 0;
    long open = size;
    for (TaskProgress member : members) {
      TaskSpec spec = member.task().spec();
      int count = (int) Math.min(open, member.ready());
      open -= count;
      slots += count * spec.limits().cpus();
      memory += count * spec.limits().memory();
      spec.acquire().forEach((name, needed) -> permits.merge(name, needed * count, Integer::sum));
    }
    return new Demand(slots, memory, permits);
  }
}
