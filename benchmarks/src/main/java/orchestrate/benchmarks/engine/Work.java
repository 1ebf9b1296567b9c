package orchestrate.benchmarks.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Something to do and the tool that does it: the files that the tool finds in its folder, and its
 * command line. Tools work on so many things at a time as the machine has cores.
 */
enum Work {
  ORCHESTRATE_LIST(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return fanOut(place, "run: [\"true\"]");
    }

    @Override
    List<String> command(Place place) {
      return orchestrate(place);
    }
  },
  XARGS_LIST("xargs") {
    @Override
    List<String> command(Place place) {
      return shell("seq %d | xargs -P%d -n1 true".formatted(place.tasks(), place.cores()));
    }
  },
  PARALLEL_LIST("parallel") {
    @Override
    List<String> command(Place place) {
      return shell("seq %d | parallel -j%d true".formatted(place.tasks(), place.cores()));
    }
  },

  ORCHESTRATE_STRING(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return fanOut(place, "run: \"" + SCRIPT + "\"");
    }

    @Override
    List<String> command(Place place) {
      return orchestrate(place);
    }
  },
  MAKE_STRING("make") {
    @Override
    Map<String, String> files(Place place) {
      String targets = numbers(place, "t", " ");
      return Map.of(
          "Makefile",
          "all: %s\n.PHONY: all %s\n%s:\n\t@%s\n".formatted(targets, targets, targets, SCRIPT));
    }

    @Override
    List<String> command(Place place) {
      return List.of("make", "-s", "-j" + place.cores());
    }
  },
  NINJA_STRING("ninja") {
    @Override
    Map<String, String> files(Place place) {
      String builds =
          IntStream.rangeClosed(1, place.tasks())
              .mapToObj("build t%d: task\n"::formatted)
              .collect(Collectors.joining());
      return Map.of("build.ninja", "rule task\n  command = %s\n%s".formatted(SCRIPT, builds));
    }

    @Override
    List<String> command(Place place) {
      return List.of("ninja", "--quiet", "-j" + place.cores());
    }
  },

  ORCHESTRATE_OUTPUT(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return fanOut(place, "run: [seq, \"10\"]");
    }

    @Override
    List<String> command(Place place) {
      return orchestrate(place);
    }
  },
  XARGS_OUTPUT("xargs") {
    @Override
    List<String> command(Place place) {
      return shell("seq %d | xargs -P%d -I{} seq 10".formatted(place.tasks(), place.cores()));
    }
  },
  PARALLEL_OUTPUT("parallel") {
    @Override
    List<String> command(Place place) {
      return shell("seq %d | parallel -j%d -n1 seq 10 '#'".formatted(place.tasks(), place.cores()));
    }
  },

  ORCHESTRATE_ONE(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return Map.of("job.yaml", ONE_COMMAND);
    }

    @Override
    List<String> command(Place place) {
      return orchestrate(place);
    }
  },
  PARALLEL_ONE("parallel") {
    @Override
    List<String> command(Place place) {
      return List.of("parallel", "true", ":::", "1");
    }
  },
  SNAKEMAKE_ONE("snakemake") {
    @Override
    Map<String, String> files(Place place) {
      return Map.of("Snakefile", "rule one:\n    shell: \"true\"\n");
    }

    @Override
    List<String> command(Place place) {
      return List.of("snakemake", "--quiet", "--cores", "1");
    }
  },

  ORCHESTRATE_ONE_JAVA(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return fanOut(place, java(NoopTask.class, ""));
    }

    @Override
    List<String> command(Place place) {
      return orchestrate(place);
    }
  },

  ORCHESTRATE_NOOP(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return fanOut(place, java(NoopTask.class, ""));
    }

    @Override
    Map<String, String> environment() {
      return Map.of("JDK_JAVA_OPTIONS", "-Xmx256m");
    }

    @Override
    List<String> command(Place place) {
      return orchestrate(place);
    }
  },

  ORCHESTRATE_HASH_JAVA(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return fanOut(place, java(HashTask.class, "\n    with: { file: \"data/${{ item }}\" }"));
    }

    @Override
    List<String> command(Place place) {
      return orchestrate(place);
    }
  },
  FORK_JOIN_HASH("java") {
    @Override
    List<String> command(Place place) {
      return List.of(
          System.getProperty("java.home") + "/bin/java",
          "-cp",
          System.getProperty("java.class.path"),
          ForkJoinHash.class.getName(),
          "data");
    }
  },

  ORCHESTRATE_HASH_COMMAND(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return fanOut(place, "run: [sha256sum, \"data/${{ item }}\"]");
    }

    @Override
    List<String> command(Place place) {
      return orchestrate(place);
    }
  },
  XARGS_HASH_COMMAND("xargs") {
    @Override
    List<String> command(Place place) {
      return shell(
          "seq -f data/%%.0f %d | xargs -P%d -n1 sha256sum"
              .formatted(place.tasks(), place.cores()));
    }
  },

  ORCHESTRATE_BURN(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return fanOut(place, "run: [\"%s\", \"%d\"]".formatted(burn(place.home()), BURN_MILLIS));
    }

    @Override
    List<String> command(Place place) {
      return orchestrate(place);
    }
  },
  XARGS_BURN("xargs") {
    @Override
    List<String> command(Place place) {
      return shell(
          "seq %d | xargs -P%d -n1 '%s' %d"
              .formatted(place.tasks(), place.cores(), burn(place.home()), BURN_MILLIS));
    }
  },
  PARALLEL_BURN("parallel") {
    @Override
    List<String> command(Place place) {
      return shell(
          "seq %d | parallel -j%d '%s' %d"
              .formatted(place.tasks(), place.cores(), burn(place.home()), BURN_MILLIS));
    }
  },

  ORCHESTRATE_REPORTS(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return fanOut(place, java(BurnTask.class, ""));
    }

    @Override
    Map<String, String> environment() {
      return Map.of("TERM", "xterm-256color");
    }

    @Override
    List<String> command(Place place) {
      String run =
          "'%s' run --ci none -j %d --html r/html --junit r/junit --joblog r/joblog --trace r/trace --prometheus r/prom job.yaml"
              .formatted(place.home().resolve("bin/orchestrate"), place.cores());
      return List.of("script", "--quiet", "--return", "--command", run, "/dev/null");
    }
  },
  ORCHESTRATE_NO_REPORTS(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return fanOut(place, java(BurnTask.class, ""));
    }

    @Override
    List<String> command(Place place) {
      return List.of(
          place.home().resolve("bin/orchestrate").toString(),
          "run",
          "--quiet",
          "--ci",
          "none",
          "-j",
          String.valueOf(place.cores()),
          "job.yaml");
    }
  },

  ORCHESTRATE_PLAN(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return Map.of("job.yaml", "version: \"1\"\ntasks:\n" + graph(place, Work::task));
    }

    @Override
    List<String> command(Place place) {
      return orchestrate(place, "plan");
    }
  },
  NINJA_PLAN("ninja") {
    @Override
    Map<String, String> files(Place place) {
      return Map.of("build.ninja", "rule task\n  command = echo $out\n" + graph(place, Work::edge));
    }

    @Override
    List<String> command(Place place) {
      return List.of("ninja", "-n", "--quiet");
    }
  },
  ORCHESTRATE_PLAN_ITEMS(Work.ORCHESTRATE) {
    @Override
    Map<String, String> files(Place place) {
      return fanOut(place, "run: [\"true\"]");
    }

    @Override
    List<String> command(Place place) {
      return orchestrate(place, "plan");
    }
  };

  /** Ours, which is always there. */
  static final String ORCHESTRATE = "orchestrate";

  /** A job file. */
  static final String ONE_COMMAND =
      """
      version: "1"
      tasks:
        one: { run: ["true"] }
      """;

  /** How much processor time a command uses that computes. */
  static final int BURN_MILLIS = 100;

  /** Needs a shell, so that make can't do without. */
  private static final String SCRIPT = "true; true";

  private final String program;

  Work(String program) {
    this.program = program;
  }

  /** What must be installed. */
  String program() {
    return program;
  }

  /** Whether it is about files that are to be there in the folder {@code data}. */
  boolean needsData() {
    return name().contains("HASH");
  }

  /** Whether it leaves a run of ours behind. */
  boolean runs() {
    return program.equals(Work.ORCHESTRATE) && !name().contains("PLAN");
  }

  /** How much processor time a task uses, in nanoseconds; 0 if that is not known. */
  long processorNanos() {
    return name().endsWith("_BURN") ? TimeUnit.MILLISECONDS.toNanos(BURN_MILLIS) : 0;
  }

  /** The program that computes. */
  static Path burn(Path home) {
    return home.resolve("benchmarks/target/peers/burn");
  }

  /** By their names. */
  Map<String, String> files(Place place) {
    return Map.of();
  }

  abstract List<String> command(Place place);

  /** Further variables for the command. */
  Map<String, String> environment() {
    return Map.of();
  }

  private static List<String> orchestrate(Place place) {
    return List.of(
        place.home().resolve("bin/orchestrate").toString(),
        "run",
        "-j",
        String.valueOf(place.cores()),
        "job.yaml");
  }

  private static List<String> orchestrate(Place place, String command) {
    return List.of(place.home().resolve("bin/orchestrate").toString(), command, "job.yaml");
  }

  /** Tasks that need each other: ten chains. */
  private static String graph(Place place, IntFunction<String> task) {
    return IntStream.rangeClosed(1, place.tasks()).mapToObj(task).collect(Collectors.joining());
  }

  private static String task(int number) {
    return "  task%d: { %srun: [echo, \"%d\"] }\n"
        .formatted(number, number == 1 ? "" : "needs: task%d, ".formatted(number / 2), number);
  }

  private static String edge(int number) {
    return "build task%d: task %s\n".formatted(number, number == 1 ? "" : "task" + number / 2);
  }

  private static List<String> shell(String script) {
    return List.of("sh", "-c", script);
  }

  private static String numbers(Place place, String prefix, String separator) {
    return IntStream.rangeClosed(1, place.tasks())
        .mapToObj(n -> prefix + n)
        .collect(Collectors.joining(separator));
  }

  private static Map<String, String> fanOut(Place place, String action) {
    String jar = ForkJoinHash.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return Map.of(
        "job.yaml",
        """
        version: "1"
        workers: { class-path: ["%s"] }
        tasks:
          all:
            for-each: { range: [1, %d] }
            %s
        """
            .formatted(jar, place.tasks(), action));
  }

  private static String java(Class<?> task, String with) {
    return "java: " + task.getName() + with;
  }
}
