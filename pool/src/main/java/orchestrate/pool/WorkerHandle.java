package orchestrate.pool;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import orchestrate.worker.process.Kernel;
import org.jspecify.annotations.Nullable;

/** A worker, as the pool sees it. Guarded by the pool's lock, but for its link. */
final class WorkerHandle {
  private final int number;
  private final WorkerLink link;
  private final ArrayDeque<Job<?>> given = new ArrayDeque<>();
  private @Nullable Process process;
  private @Nullable OutputPump output;

  /** Why the pool has ended it, or will; null if it has not. */
  private @Nullable String endedFor;

  private boolean up;
  private boolean retiring;
  private boolean ending;
  private long taken;

  /** Guarded by the lock of {@link Replies}. */
  private long lastValue;

  WorkerHandle(int number, WorkerLink link) {
    this.number = number;
    this.link = link;
  }

  String label() {
    return process == null
        ? "worker " + number
        : "worker %d (pid %d)".formatted(number, process.pid());
  }

  int number() {
    return number;
  }

  WorkerLink link() {
    return link;
  }

  void started(Process started) {
    process = started;
    output = new OutputPump(started, "pool worker " + number);
    if (endedFor != null) {
      killAll();
    }
  }

  /** With what its tasks have started: a worker leads a group of processes. */
  void killAll() {
    if (process != null) {
      Kernel.kill(-Math.toIntExact(process.pid()), Kernel.SIGKILL);
      process.destroyForcibly(); // It may not lead one yet.
    }
  }

  @Nullable Process process() {
    return process;
  }

  @Nullable OutputPump output() {
    return output;
  }

  void kill(String reason) {
    if (endedFor == null) {
      endedFor = reason;
    }
    killAll();
  }

  @Nullable String endedFor() {
    return endedFor;
  }

  /** Whether it says that it takes calls. */
  void lookWhetherUp() {
    up = link.isUp();
  }

  boolean isUp() {
    return up;
  }

  boolean takesMore() {
    return up && !retiring && !ending && endedFor == null;
  }

  /** Whether it counts among the workers that the pool may have. */
  boolean isLasting() {
    return !retiring && !ending && endedFor == null;
  }

  /** It is given no more calls. */
  void retire() {
    retiring = true;
  }

  boolean isRetiring() {
    return retiring;
  }

  /** It ends by itself, having no call any more. */
  void end() {
    ending = true;
    link.stop(WorkerLink.END);
  }

  boolean isEnding() {
    return ending;
  }

  int load() {
    return given.size();
  }

  /** How many calls it was given. */
  long taken() {
    return taken;
  }

  /** Says whether there is room for it. */
  boolean give(Job<?> job, long callNumber) {
    Outgoing.setCall(job.message(), callNumber);
    if (!link.calls().offer(job.message(), job.message().length)) {
      return false;
    }
    job.given(this, callNumber, link.calls().produced());
    given.addLast(job);
    taken++;
    link.callBell().ring();
    return true;
  }

  /** The call that it has answered. */
  Job<?> answered(long callNumber) {
    Job<?> job = given.pollFirst();
    if (job == null || job.number() != callNumber) {
      throw new IllegalStateException(label() + " has answered what it was not asked");
    }
    return job;
  }

  /** Takes back, in order, what it has not begun with. */
  List<Job<?>> withdraw() {
    if (given.size() < 2) { // The first one is under way, or will be in a moment.
      return List.of();
    }
    long consumed = link.calls().withdraw();
    var back = new ArrayDeque<Job<?>>();
    while (!given.isEmpty() && given.peekLast().ringPosition() > consumed) {
      Job<?> job = given.pollLast();
      job.takenBack();
      back.addFirst(job);
      taken--;
    }
    return new ArrayList<>(back);
  }

  /** All that it had, in order; it is gone. */
  List<Job<?>> takeAll() {
    List<Job<?>> all = List.copyOf(given);
    given.clear();
    all.forEach(Job::takenBack);
    return all;
  }

  @Nullable Job<?> first() {
    return given.peekFirst();
  }

  /** It has told of that one of its values in files; 0 says of none. */
  void hasTold(long value) {
    lastValue = Math.max(lastValue, value);
  }

  /** The last of its values in files of which it has told. */
  long lastValue() {
    return lastValue;
  }

  void close() throws IOException {
    link.close();
  }
}
