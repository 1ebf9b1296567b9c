package orchestrate.ipc.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import orchestrate.ipc.crash.step.Life;
import orchestrate.ipc.crash.step.Steps;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Fork;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scenario whose participants all live in this process: hundreds a second. The
 * victim's threads stop for ever at its last step, the table is changed as the kernel would do it,
 * and somebody recovers; perhaps one who stops as well.
 */
final class InOneProcess {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Scenario scenario;
  private final Party survivor;
  private final Party recoverer;
  private final Life victimsLife;
  private final Life recoverersLife;
  private final AtomicReference<@Nullable Party> victim = new AtomicReference<>();

  /** A run in which they die instead of taking these steps. */
  InOneProcess(Path base, Scenario scenario, int victimsLast, int recoverersLast)
      throws IOException {
    Path folder = base.resolve("run-" + COUNT.incrementAndGet());
    this.scenario = scenario;
    this.victimsLife = new Life(victimsLast);
    this.recoverersLife = new Life(recoverersLast);
    this.survivor = Party.create(folder, "survivor");
    this.recoverer = Party.join(folder, "recoverer");
  }

  @Nullable Void run() throws Exception {
    scenario.prepare(survivor);
    Fork<?> part = Fork.start(this::victimsPart);
    scenario.meanwhile(survivor, () -> victimsLife.isOver() || part.isDone());
    awaitEnd(victimsLife, part);
    if (victimsLife.isOver()) {
      recover(survivor.killAllBut(Set.of(survivor.slot(), recoverer.slot())));
    }
    scenario.check(survivor);
    Party.deleteFolder(survivor.folder());
    dismiss(victimsLife, part, victim.get());
    recoverer.close();
    survivor.close();
    return null;
  }

  private @Nullable Void victimsPart() throws Exception {
    Steps.belongTo(victimsLife);
    Party party = Party.join(survivor.folder(), "victim");
    victim.set(party);
    scenario.prepareVictim(party);
    victimsLife.count();
    scenario.victim(party);
    Steps.step("the end of its part");
    victimsLife.stopCounting();
    party.close();
    return null;
  }

  private void recover(List<Integer> dead) throws Exception {
    Fork<?> part = Fork.start(() -> recoverersPart(dead));
    awaitEnd(recoverersLife, part);
    if (recoverersLife.isOver()) {
      var all = new TreeSet<>(dead);
      all.addAll(survivor.killAllBut(Set.of(survivor.slot())));
      survivor.recover(List.copyOf(all));
    }
    dismiss(recoverersLife, part, null);
  }

  private @Nullable Void recoverersPart(List<Integer> dead) {
    Steps.belongTo(recoverersLife);
    recoverersLife.count();
    recoverer.recover(dead);
    Steps.step("the end of its part");
    recoverersLife.stopCounting();
    return null;
  }

  private static void awaitEnd(Life life, Fork<?> part) throws Exception {
    Eventually.await(() -> life.isOver() || part.isDone());
    if (!life.isOver()) {
      part.result();
    }
  }

  /** What a stopped thread throws when it is let go is of no interest. */
  private static void dismiss(Life life, Fork<?> part, @Nullable Party dead) throws Exception {
    if (life.isOver()) {
      life.dismiss();
      part.thread().join();
      if (dead != null) {
        dead.bury();
      }
    }
  }

  int victimsSteps() {
    return victimsLife.steps();
  }

  int recoverersSteps() {
    return recoverersLife.steps();
  }

  boolean victimDied() {
    return victimsLife.isOver();
  }

  boolean recovererDied() {
    return recoverersLife.isOver();
  }

  String describe() {
    return "victim's step %d: %s; recoverer's step %d: %s"
        .formatted(
            victimsLife.steps(),
            victimsLife.lastWords(),
            recoverersLife.steps(),
            recoverersLife.lastWords());
  }
}
