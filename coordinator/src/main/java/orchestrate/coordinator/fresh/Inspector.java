package orchestrate.coordinator.fresh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import orchestrate.coordinator.files.FileHashes;
import orchestrate.coordinator.files.FileState;
import orchestrate.coordinator.files.Glob;
import orchestrate.coordinator.files.JobFiles;
import orchestrate.coordinator.files.KeyedFiles;
import orchestrate.coordinator.files.Sha256;
import orchestrate.coordinator.fresh.Fingerprint.Kind;
import orchestrate.coordinator.fresh.Fingerprint.Part;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether what a task does has been done already, and remembers it when it has. What it takes
 * for changed may be unchanged, but never the other way round. Thread-safe; methods take as long as
 * it takes to read files, and end early if their thread is interrupted.
 */
public final class Inspector {
  private final String run;
  private final JobFiles files;
  private final Successes successes;
  private final FileHashes hashes;
  private final OutputCache cache;

  /** Of class paths, by task: what one of its instances has seen is good for all. */
  private final ConcurrentMap<String, Map<Part, String>> classes = new ConcurrentHashMap<>();

  /**
   * That of a run.
   *
   * @param run its id, by which successes are remembered
   * @param cache folder that is kept between runs
   */
  public Inspector(String run, JobFiles files, Path cache) {
    this(run, files, cache, new FileHashes(), false);
  }

  /** One that only looks: it changes no file, and what it has to find out it finds out again. */
  public static Inspector onlooker(JobFiles files, Path cache) {
    return new Inspector("", files, cache, new FileHashes(), true);
  }

  private Inspector(String run, JobFiles files, Path cache, FileHashes hashes, boolean isReadOnly) {
    var tasks = new KeyedFiles(cache, "tasks");
    this.run = run;
    this.files = files;
    this.successes = isReadOnly ? Successes.readOnly(tasks) : new Successes(tasks);
    this.hashes = hashes;
    this.cache = new OutputCache(files, hashes, cache, isReadOnly);
  }

  /**
   * Whether it has to be looked at: if nothing of it is known, it is due, whatever its files are.
   */
  public boolean knows(Work work) throws IOException {
    return work.cached() || successes.get(work.key()) != null;
  }

  /**
   * What the work depends on, as it is now: to be asked just before it begins.
   *
   * @throws MissingInputException if a file is not there that must be
   * @throws IllegalArgumentException if a name of the work can't be one of a file
   */
  public Begun begin(Work work) throws IOException, MissingInputException {
    Success before = successes.get(work.key());
    if (before != null) {
      before.inputs().forEach(this::learn);
      before.outputs().forEach(this::learn);
    }
    var own = new TreeMap<>(work.parts());
    own.putAll(classes(work));
    var outputNames = new Sha256();
    work.outputs().forEach(outputNames::add);
    own.put(Part.of(Kind.OUTPUTS), outputNames.hex());
    return new Begun(work, new Fingerprint(own), inputs(work), before);
  }

  private void learn(String name, FileState state) {
    hashes.learn(files.at(name), state);
  }

  /** A file that it makes itself is not among those that it depends on. */
  private SortedMap<String, FileState> inputs(Work work) throws IOException, MissingInputException {
    var inputs = new TreeMap<String, FileState>();
    for (String name : work.inputs()) {
      List<Path> found = files.find(name);
      if (found.isEmpty() && !Glob.isOne(name) && !Files.isDirectory(files.at(name))) {
        throw new MissingInputException(files.at(name));
      }
      add(found, inputs);
    }
    for (String name : work.outputs()) {
      files.find(name).forEach(file -> inputs.remove(file.toString()));
    }
    return inputs;
  }

  private void add(List<Path> found, SortedMap<String, FileState> states) throws IOException {
    for (Path file : found) {
      if (!states.containsKey(file.toString())) {
        states.put(file.toString(), hashes.of(files.folder().resolve(file)));
      }
    }
  }

  private Map<Part, String> classes(Work work) throws IOException {
    Map<Part, String> known = classes.get(work.task());
    if (known == null) {
      known = new TreeMap<>();
      for (Entry<String, Path> element : work.classPath().entrySet()) {
        known.put(new Part(Kind.CLASSES, element.getKey()), hashOf(element.getValue()));
      }
      classes.put(work.task(), known);
    }
    return known;
  }

  /** Of a jar, or a folder of classes. */
  private String hashOf(Path element) throws IOException {
    var hash = new Sha256();
    for (Path file : new JobFiles(element).find("")) {
      hash.add(file.toString()).add(hashes.of(element.resolve(file)).sha256());
    }
    return hash.hex();
  }

  /** Why the work has to be done; null if it was done, and all is as it was then. */
  public @Nullable Reasons whyDue(Begun begun) throws IOException {
    Success before = begun.before();
    if (before == null) {
      return Reasons.NEVER_SUCCEEDED;
    }
    List<String> changes = begun.fingerprint().changesSince(before.fingerprint());
    if (!changes.isEmpty()) {
      return Reasons.of(changes);
    }
    for (String name : begun.work().outputs()) {
      if (!files.has(name)) {
        return isGone(name);
      }
    }
    var outputs = new TreeMap<String, FileState>();
    for (Entry<String, FileState> output : before.outputs().entrySet()) {
      FileState now = hashes.ofNullable(files.at(output.getKey()));
      if (now == null) {
        return isGone(output.getKey());
      }
      if (!now.isSameAs(output.getValue())) {
        return Reasons.of("its output %s changed".formatted(output.getKey()));
      }
      outputs.put(output.getKey(), now);
    }
    refresh(begun, before, outputs);
    return null;
  }

  private static Reasons isGone(String output) {
    return Reasons.of("its output %s is gone".formatted(output));
  }

  /** What had to be read once more, because it was touched or too young, need not be next time. */
  private void refresh(Begun begun, Success before, SortedMap<String, FileState> outputs)
      throws IOException {
    var now = new Success(before.run(), begun.own(), begun.inputs(), outputs, before.values());
    if (!now.equals(before)) {
      successes.put(begun.work().key(), now);
    }
  }

  /**
   * Has what is due done without doing it, if it was done before with all as it is now.
   *
   * @return null if it has to be done
   */
  public @Nullable Restored restore(Begun begun) throws IOException {
    Restored restored = begun.work().cached() ? cache.restore(begun) : null;
    if (restored != null) {
      successes.put(begun.work().key(), restored.success());
    }
    return restored;
  }

  /** Whether {@link #restore} could do what is due. */
  public boolean couldRestore(Begun begun) throws IOException {
    return begun.work().cached() && cache.has(begun);
  }

  /**
   * It was done, just now: nobody has begun yet to work on what it has made.
   *
   * @param values its outputs of the form KEY=VALUE
   */
  public void succeeded(Begun begun, Map<String, String> values) throws IOException {
    var outputs = new TreeMap<String, FileState>();
    for (String name : begun.work().outputs()) {
      add(files.find(name), outputs);
    }
    var success = new Success(run, begun.own(), begun.inputs(), outputs, values);
    successes.put(begun.work().key(), success);
    if (begun.work().cached()) {
      cache.keep(begun, success);
    }
  }

  /**
   * Makes room where the outputs of cached tasks are.
   *
   * @param limit how many bytes they may have
   */
  public void trim(long limit) throws IOException {
    cache.trim(limit);
  }

  /** It was tried, and did not succeed: an earlier success with the same counts no more. */
  public void failed(Begun begun) throws IOException {
    Success before = begun.before();
    if (before != null && begun.fingerprint().equals(before.fingerprint())) {
      successes.remove(begun.work().key());
    }
    if (begun.work().cached()) {
      cache.forget(begun);
    }
  }
}
