package orchestrate.benchmarks.engine;

import java.nio.file.Path;
import java.util.List;
import orchestrate.benchmarks.run.Commands;
import orchestrate.benchmarks.run.Contestant;
import orchestrate.benchmarks.run.Effort;

/** Who takes part in the suites about whole runs, by name; and how they are called. */
final class Contestants {
  static final String OURS = "orchestrate";
  static final String XARGS = "xargs";
  static final String PARALLEL = "GNU parallel";
  static final String MAKE = "make";
  static final String NINJA = "ninja";
  static final String SNAKEMAKE = "Snakemake";

  private final Path home;
  private final Commands commands;
  private final Sizes sizes;

  Contestants(Effort effort) {
    this.home = effort.home();
    this.commands = new Commands(home);
    this.sizes = Sizes.of(effort);
  }

  /** Has the tool of some work do it once, on all cores. */
  Contestant timed(String name, Work work, int tasks) {
    return timed(name, work, tasks, 1, Runtime.getRuntime().availableProcessors());
  }

  Contestant timed(String name, Work work, int tasks, int times, int cores) {
    Object[] arguments = {
      home, work, tasks, times, work.needsData() ? sizes.fileBytes() : 0, cores, sizes.warmUp()
    };
    return switch (work.program()) {
      case Work.ORCHESTRATE -> commands.java(name, List.of(), Timed.class, arguments);
      case "java" -> commands.javaPeer(name, Timed.class, arguments);
      case String installed -> commands.driven(name, installed, Timed.class, arguments);
    };
  }

  /** The same as a peer, though it is ours: what others of ours are compared with. */
  Contestant asPeer(String name, Work work, int tasks) {
    return Commands.asPeer(timed(name, work, tasks));
  }

  /** One of ours that measures itself; it is told the project's folder first. */
  Contestant ours(Class<?> main, Object... more) {
    var arguments = new Object[1 + more.length];
    arguments[0] = home;
    System.arraycopy(more, 0, arguments, 1, more.length);
    return commands.java(OURS, List.of(), main, arguments);
  }

  Commands commands() {
    return commands;
  }
}
