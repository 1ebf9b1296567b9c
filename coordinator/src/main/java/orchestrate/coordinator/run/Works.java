package orchestrate.coordinator.run;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import orchestrate.config.Action;
import orchestrate.config.JobFile;
import orchestrate.coordinator.files.Sha256;
import orchestrate.coordinator.fresh.Fingerprint.Kind;
import orchestrate.coordinator.fresh.Fingerprint.Part;
import orchestrate.coordinator.fresh.Work;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.worker.ClassPath;
import orchestrate.worker.protocol.Run;
import orchestrate.worker.protocol.TaskDefinition;

/**
 * What the result of an instance of a task depends on: what the job file says of it, once values
 * are filled in. What all tasks of a run get without being asked, its id and the environment of
 * {@code orchestrate}, is not among it.
 */
final class Works {
  private Works() {}

  /**
   * Of an instance.
   *
   * @param run what a worker would be told
   * @throws orchestrate.config.expression.EvaluationException if a name of a file has no value
   */
  static Work of(JobFile job, PlannedTask task, Run run, InstanceNames names) {
    NamedFiles files = NamedFiles.of(task.spec().files(), names);
    Map<Part, String> parts = new TreeMap<>();
    var environment = new HashMap<>(job.env());
    environment.putAll(run.task().environment());
    environment.putAll(run.environment());
    environment.forEach(
        (name, value) -> parts.put(new Part(Kind.VARIABLE, name), Sha256.of(value)));
    Map<String, Path> classPath = new LinkedHashMap<>();
    switch (run.task().work()) {
      case TaskDefinition.Command command -> {
        addCommand(task.spec().action(), run.values().getFirst(), parts);
        String directory = command.directory();
        parts.put(Part.of(Kind.FOLDER), Sha256.of(directory == null ? "" : directory));
      }
      case TaskDefinition.JavaTask java -> {
        addJava(java, run.values(), parts);
        classPath.putAll(classPath(job, task.spec().action(), java.classPath()));
        parts.put(Part.of(Kind.CLASS_PATH), hash(classPath.keySet()));
      }
    }
    return new Work(
        task.name(),
        key(task, run, names),
        parts,
        classPath,
        files.inputs(),
        files.outputs(),
        task.spec().files().cached());
  }

  /** Its number says nothing: the same item may come after others next time. */
  private static String key(PlannedTask task, Run run, InstanceNames names) {
    var key = new Sha256().add(task.name());
    if (run.item() != null) {
      key.add(run.item());
    }
    new TreeMap<>(names.fields()).forEach((name, value) -> key.add(name).add(value));
    return key.hex();
  }

  private static void addCommand(Action action, List<String> words, Map<Part, String> parts) {
    int shellWords = action instanceof Action.Shell shell ? shell.shell().size() : 0;
    if (shellWords > 0) {
      parts.put(Part.of(Kind.SHELL), hash(words.subList(0, shellWords)));
    }
    parts.put(Part.of(Kind.COMMAND), hash(words.subList(shellWords, words.size())));
  }

  private static void addJava(
      TaskDefinition.JavaTask java, List<List<String>> varying, Map<Part, String> parts) {
    parts.put(Part.of(Kind.JAVA_CLASS), Sha256.of(java.className()));
    java.with().forEach((name, values) -> parts.put(new Part(Kind.PARAMETER, name), hash(values)));
    for (int i = 0; i < java.varying().size(); i++) {
      parts.put(new Part(Kind.PARAMETER, java.varying().get(i)), hash(varying.get(i)));
    }
  }

  /** The folder of a compiled source is called like the source, which is what people know. */
  private static Map<String, Path> classPath(JobFile job, Action action, String classPath) {
    Map<String, Path> named = new LinkedHashMap<>();
    for (Path element : ClassPath.parse(classPath).elements()) {
      named.put(named.isEmpty() ? first(job, action, element) : name(job, element), element);
    }
    return named;
  }

  private static String first(JobFile job, Action action, Path element) {
    return action instanceof Action.Java java && java.isSource() ? java.name() : name(job, element);
  }

  private static String name(JobFile job, Path element) {
    return element.startsWith(job.directory())
        ? job.directory().relativize(element).toString()
        : element.toString();
  }

  private static String hash(Collection<String> texts) {
    var hash = new Sha256();
    texts.forEach(hash::add);
    return hash.hex();
  }
}
