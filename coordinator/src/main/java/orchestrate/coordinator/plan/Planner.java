package orchestrate.coordinator.plan;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import orchestrate.config.Action;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.config.Need;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.TaskSpec;
import orchestrate.config.expression.Nothing;
import orchestrate.coordinator.files.Trees;
import orchestrate.worker.ClassPath;
import orchestrate.worker.TaskFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan of a job file: numbers the tasks, finds or compiles the classes, checks that all
 * fits.
 */
public final class Planner {
  private final JobFile job;
  private final Selection selection;
  private final RunLimits limits;
  private final JavaSources sources;
  private final Problems problems = new Problems();
  private final List<CompilationError> compilerErrors = new ArrayList<>();
  private final List<Path> jobClassPath;

  /** The tasks whose stdout another reads. */
  private final Set<String> piped;

  private Planner(JobFile job, Selection selection, RunLimits limits, JavaSources sources) {
    this.job = job;
    this.selection = selection;
    this.limits = limits;
    this.sources = sources;
    this.jobClassPath = resolve(job.workers().classPath());
    this.piped =
        job.tasks().values().stream()
            .flatMap(task -> Stream.ofNullable(task.pipeFrom()))
            .collect(toUnmodifiableSet());
  }

  /**
   * Plans the job.
   *
   * @param selection which of its tasks are to be run
   * @param limits how much of the machine it may take
   * @param cache folder that is kept between runs
   * @throws JobFileException if something in the file can't be; all such problems at once. If
   *     sources don't compile either, that is suppressed by it
   * @throws CompilationException if sources don't compile and nothing else is wrong
   */
  public static Plan plan(JobFile job, Selection selection, RunLimits limits, Path cache)
      throws IOException, JobFileException, CompilationException {
    return new Planner(job, selection, limits, new JavaSources(cache, cache)).plan();
  }

  /**
   * The same, only to look at: what the cache lacks is compiled elsewhere, and nothing is left of
   * it. So the plan can't be run.
   */
  public static Plan preview(JobFile job, Selection selection, RunLimits limits, Path cache)
      throws IOException, JobFileException, CompilationException {
    if (job.tasks().values().stream().noneMatch(Planner::hasSource)) {
      return plan(job, selection, limits, cache);
    }
    Path passing = Files.createTempDirectory("orchestrate-preview-");
    try {
      return new Planner(job, selection, limits, new JavaSources(cache, passing)).plan();
    } finally {
      Trees.delete(passing);
    }
  }

  private static boolean hasSource(TaskSpec task) {
    return task.action() instanceof Action.Java java && java.isSource();
  }

  private Plan plan() throws IOException, JobFileException, CompilationException {
    checkThere(job.workers().classPath(), "workers");
    new CapacityCheck(job, limits, problems).run();
    Map<String, Integer> numbers = new HashMap<>();
    job.tasks().keySet().forEach(name -> numbers.put(name, numbers.size()));
    Map<String, String> leftOut = selection.leftOut(job);
    List<PlannedTask> tasks = new ArrayList<>();
    for (TaskSpec spec : job.tasks().values()) {
      var needs = new ArrayList<Integer>(spec.needs().size());
      for (Need need : spec.needs()) {
        needs.add(numbers.get(need.task()));
      }
      tasks.add(new PlannedTask(tasks.size(), spec, needs, launch(spec), leftOut.get(spec.name())));
    }
    refuseWhatIsWrong();
    return new Plan(job, tasks, limits, Set.of());
  }

  private void refuseWhatIsWrong() throws JobFileException, CompilationException {
    var uncompiled =
        compilerErrors.isEmpty() ? null : new CompilationException(List.copyOf(compilerErrors));
    if (!problems.isEmpty()) {
      var wrong = new JobFileException(job.source(), problems.sorted());
      if (uncompiled != null) {
        wrong.addSuppressed(uncompiled);
      }
      throw wrong;
    }
    if (uncompiled != null) {
      throw uncompiled;
    }
  }

  private List<Path> resolve(List<String> elements) {
    return elements.stream().map(job.directory()::resolve).toList();
  }

  /**
   * @param section of the job file that has this {@code class-path}
   */
  private void checkThere(List<String> elements, String... section) {
    for (int i = 0; i < elements.size(); i++) {
      if (!Files.exists(job.directory().resolve(elements.get(i)))) {
        var place = Stream.of(Stream.of(section), Stream.of("class-path", Integer.toString(i)));
        problem(
            job.positions().ofValue(place.flatMap(keys -> keys).toArray(String[]::new)),
            "there is no `" + elements.get(i) + "`",
            "paths are relative to the folder of the job file");
      }
    }
  }

  private PlannedTask.Launch launch(TaskSpec spec) throws IOException {
    return switch (spec.action()) {
      case Action.Shell shell -> asCommand(spec);
      case Action.Exec exec -> asCommand(spec);
      case Action.Java java -> java.isSource() ? fromSource(spec, java) : fromClassPath(spec, java);
    };
  }

  private PlannedTask.Launch asCommand(TaskSpec spec) {
    return new PlannedTask.AsCommand(piped.contains(spec.name()));
  }

  /** The task's own replaces that of the job. */
  private List<Path> userClassPath(TaskSpec spec, Action.Java java) {
    if (java.classPath() == null) {
      return jobClassPath;
    }
    checkThere(java.classPath(), spec.section(), spec.name());
    return resolve(java.classPath());
  }

  private PlannedTask.Launch fromClassPath(TaskSpec spec, Action.Java java) throws IOException {
    return checked(spec, java, userClassPath(spec, java), java.name());
  }

  private PlannedTask.Launch fromSource(TaskSpec spec, Action.Java java) throws IOException {
    Path source = job.directory().resolve(java.name());
    if (!Files.isRegularFile(source)) {
      problem(
          job.positions().ofValue(spec.section(), spec.name(), "java"),
          "there is no source file `" + java.name() + "`",
          "paths are relative to the folder of the job file");
      return asCommand(spec);
    }
    List<Path> userClassPath = userClassPath(spec, java);
    try {
      Path classes = sources.compile(source, userClassPath);
      List<Path> classPath = Stream.concat(Stream.of(classes), userClassPath.stream()).toList();
      return checked(spec, java, classPath, mainClass(classes, source));
    } catch (CompilationException e) {
      compilerErrors.addAll(e.errors());
      return asCommand(spec);
    }
  }

  /** The class that has the name of its file; it may be in a package. */
  private static String mainClass(Path classes, Path source) throws IOException {
    String classFile = source.getFileName().toString().replaceFirst("\\.java$", ".class");
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.endsWith(classFile))
          .map(file -> classes.relativize(file).toString().replace('/', '.'))
          .map(name -> name.substring(0, name.length() - ".class".length()))
          .findFirst()
          .orElse(classFile);
    }
  }

  /** Looks at the class as a worker will, so that a wrong one is found before anything runs. */
  private PlannedTask.Launch checked(
      TaskSpec spec, Action.Java java, List<Path> elements, String className) throws IOException {
    Position position = job.positions().ofValue(spec.section(), spec.name(), "java");
    var classPath = new ClassPath(elements);
    try (URLClassLoader loader = classPath.newLoader()) {
      TaskFactory factory = TaskFactory.of(Class.forName(className, false, loader));
      checkParameters(spec, java, factory.parameters());
      checkConstants(spec, java, factory);
    } catch (ClassNotFoundException e) {
      problem(
          position,
          "there is no class `" + className + "`",
          elements.isEmpty()
              ? "name a source file (`java: Name.java`), or where the class is: workers.class-path"
              : "its class-path has: " + classPath);
    } catch (IllegalArgumentException | LinkageError e) {
      problem(position, String.valueOf(e.getMessage()), null);
    }
    return new PlannedTask.AsClass(classPath.toString(), className);
  }

  private void checkParameters(TaskSpec spec, Action.Java java, Set<String> parameters) {
    String takes =
        parameters.isEmpty()
            ? java.name() + " takes no parameters; make it a record to give it some"
            : java.name() + " takes: " + String.join(", ", parameters);
    for (String given : java.with().keySet()) {
      if (!parameters.contains(given)) {
        problem(
            job.positions().ofKey(spec.section(), spec.name(), "with", given),
            "`%s` is no parameter of %s".formatted(given, java.name()),
            takes);
      }
    }
    for (String parameter : parameters) {
      if (!java.with().containsKey(parameter)) {
        problem(
            job.positions().ofKey(spec.section(), spec.name(), "java"),
            "`with` gives no `%s`".formatted(parameter),
            takes);
      }
    }
  }

  private void checkConstants(TaskSpec spec, Action.Java java, TaskFactory factory) {
    java.with()
        .forEach(
            (name, argument) -> {
              if (argument.isConstant()) {
                try {
                  factory.check(name, argument.values(Nothing.KNOWN));
                } catch (IllegalArgumentException e) {
                  problem(
                      job.positions().ofValue(spec.section(), spec.name(), "with", name),
                      String.valueOf(e.getMessage()),
                      null);
                }
              }
            });
  }

  private void problem(Position position, String text, @Nullable String hint) {
    problems.add(position, text, hint);
  }
}
