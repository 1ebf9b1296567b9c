package orchestrate.coordinator.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import orchestrate.config.read.Sizes;

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
  record Needed(Demand room, Map<String, Integer> permits) {
    /** For people. */
    String describe() {
      var texts = new ArrayList<String>();
      texts.add(room.commands() + room.java() + " cpus");
      if (room.memory() > 0) {
        texts.add(Sizes.text(room.memory()) + " of memory");
      }
      permits.forEach((name, count) -> texts.add(count + " of " + name));
      return String.join(", ", texts);
    }
  }

  Needed needed() {
    var permits = new TreeMap<String, Integer>();
    Demand room = Demand.NONE;
    long open = size;
    for (TaskProgress member : members) {
      int count = (int) Math.min(open, member.ready());
      open -= count;
      room = room.plus(member.demand().times(count));
      Map<String, Integer> acquire = member.task().spec().acquire();
      acquire.forEach((name, each) -> permits.merge(name, each * count, Integer::sum));
    }
    return new Needed(room, permits);
  }
}
