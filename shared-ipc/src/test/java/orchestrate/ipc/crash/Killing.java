package orchestrate.ipc.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import orchestrate.ipc.crash.step.SteppingLoader;
import orchestrate.ipc.session.Party;
import orchestrate.ipc.testing.Eventually;
import orchestrate.ipc.testing.Fork;
import orchestrate.ipc.testing.Jvm;
import orchestrate.ipc.testing.QuickStart;
import org.jspecify.annotations.Nullable;

/** One run of a scenario whose victim is a process that kills itself: see {@link VictimMain}. */
final class Killing {
  private static final int KILLED = 128 + 9;
  private static final QuickStart STEPPED =
      new QuickStart("stepped", (name, bytes) -> SteppingLoader.withSteps(name, bytes));

  /** The next victim, which starts while the last one is at it. */
  private static @Nullable Process next;

  private final Path folder;
  private final Scenario scenario;

  Killing(Path folder, Scenario scenario) {
    this.folder = folder;
    this.scenario = scenario;
  }

  /** Whether it came to step {@code last}. */
  boolean run(int last) throws IOException, InterruptedException, ExecutionException {
    Process victim = takeNext();
    return Fork.start(() -> run(victim, last)).result();
  }

  private boolean run(Process victim, int last) throws Exception {
    Party survivor = Party.create(folder, "survivor");
    survivor.startWarden();
    scenario.prepare(survivor);
    try (var commands = victim.outputWriter()) {
      commands.write("%s\n%s\n%d\n".formatted(scenario.getClass().getName(), folder, last));
    }
    scenario.meanwhile(survivor, () -> !victim.isAlive());
    int exit = victim.waitFor();
    if (exit != 0 && exit != KILLED) {
      throw new AssertionError("the victim failed with exit code " + exit);
    }
    Eventually.await(() -> survivor.participants().size() == 1);
    scenario.check(survivor);
    Party.deleteFolder(survivor.folder());
    survivor.close();
    return exit == KILLED;
  }

  private static synchronized Process takeNext() throws IOException {
    Process taken = next != null ? next : start();
    next = start();
    return taken;
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(Jvm.command(STEPPED, VictimMain.class))
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
