package orchestrate.config.read;

import static java.util.stream.Collectors.joining;
import static orchestrate.config.Problems.quoted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import orchestrate.config.JobFileException;
import orchestrate.config.Position;
import orchestrate.config.Problem;
import orchestrate.config.Problems;
import orchestrate.config.SourceText;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Entry;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.YamlTree;
import org.jspecify.annotations.Nullable;

/** Reads what a job file includes, and what that includes in turn. */
final class Includes {
  static final int MAX_DEPTH = 10;

  /** Counted as often as each is included: prefixes let few files become many tasks. */
  static final int MAX_INCLUSIONS = 100;

  private final Problems problems;
  private final Values values;
  private final InclusionReader reader;
  private final Merger merger;
  private final Map<Path, Loaded> loaded = new HashMap<>();
  private final Map<Place, Position> included = new HashMap<>();
  private int inclusions;
  private long bytes;
  private boolean complete = true;

  /** A file that was read, whatever it is called. */
  private record Loaded(SourceText source, int bytes, @Nullable Mapping root) {}

  /** A file and the prefix in full that its tasks have. */
  private record Place(Path file, String prefix) {}

  /** A file on the way from the job file to here. */
  private record Step(Path file, SourceText source) {}

  private Includes(Problems problems) {
    this.problems = problems;
    this.values = new Values(problems, new Expressions(problems));
    this.reader = new InclusionReader(values, problems);
    this.merger = new Merger(problems);
  }

  /**
   * The whole tree. Null if a file of it can't be read: what it may have is then not to be missed,
   * and all else has to wait.
   */
  static @Nullable JobTree read(SourceText source, Mapping root, Problems problems) {
    Node include = root.get("include");
    if (include == null) {
      return JobTree.of(source, root);
    }
    var includes = new Includes(problems);
    includes.merger.addJob(root);
    includes.follow(include, Naming.OF_JOB, List.of(new Step(identity(source.path()), source)));
    return includes.complete ? includes.merger.tree(source, root.position()) : null;
  }

  private void follow(@Nullable Node include, Naming naming, List<Step> way) {
    int before = problems.count();
    List<Inclusion> entries = reader.read(include);
    if (problems.count() > before) {
      complete = false;
    }
    for (Inclusion entry : entries) {
      if (!include(entry, naming.within(entry.prefix()), way)) {
        complete = false;
      }
    }
  }

  /** False if it can't be. */
  private boolean include(Inclusion entry, Naming naming, List<Step> way) {
    SourceText from = way.getLast().source();
    Path path;
    try {
      path = from.path().resolveSibling(entry.file());
    } catch (InvalidPathException e) {
      return refuse(entry, quoted(entry.file()) + " can't be the name of a file", null);
    }
    Path file = identity(path);
    int met = way.stream().map(Step::file).toList().indexOf(file);
    if (met >= 0) {
      return refuse(
          entry, "files include each other: " + circle(way.subList(met, way.size())), null);
    }
    Position earlier = included.putIfAbsent(new Place(file, naming.prefix()), entry.position());
    if (earlier != null) {
      problems.add(
          entry.position(),
          quoted(entry.file()) + " is included twice",
          "the first is %s; to have its tasks twice, give it another `prefix` here"
              .formatted(earlier.seenFrom(entry.position())));
      return true; // all that it has is there
    }
    if (way.size() > MAX_DEPTH) {
      return refuse(entry, "files include each other more than %d deep".formatted(MAX_DEPTH), null);
    }
    inclusions++;
    if (inclusions > MAX_INCLUSIONS) {
      return refuse(entry, "more than %d files are included".formatted(MAX_INCLUSIONS), null);
    }
    Loaded there = load(file, path, entry);
    if (there == null || there.root() == null) {
      return false;
    }
    bytes += there.bytes();
    if (bytes > SourceLoader.MAX_BYTES) {
      return refuse(
          entry,
          "the files that are included have more than %d MB together"
              .formatted(SourceLoader.MAX_BYTES >> 20),
          null);
    }
    merger.add(there.root(), naming);
    var further = new ArrayList<>(way);
    further.add(new Step(file, there.source()));
    follow(there.root().get("include"), naming, further);
    return true;
  }

  private static String circle(List<Step> steps) {
    String way = steps.stream().map(step -> step.source().path() + " -> ").collect(joining());
    return "`" + way + steps.getFirst().source().path() + "`";
  }

  private boolean refuse(Inclusion entry, String text, @Nullable String hint) {
    problems.add(entry.position(), text, hint);
    return false;
  }

  /** Each file is read once. */
  private @Nullable Loaded load(Path file, Path path, Inclusion entry) {
    Loaded known = loaded.get(file);
    if (known != null) {
      return known;
    }
    try {
      var text = SourceLoader.load(path, loaded.size() + 1);
      Mapping root = root(text);
      var read = new Loaded(text.source(), text.bytes(), root);
      loaded.put(file, read);
      return read;
    } catch (JobFileException e) {
      e.problems().forEach(problem -> cannotLoad(problem, path, entry));
      return null;
    }
  }

  private void cannotLoad(Problem problem, Path path, Inclusion entry) {
    if (problem.position().source().lines().isEmpty()) {
      problems.add(
          entry.position(),
          "can't include %s: %s".formatted(quoted(path.toString()), problem.text()),
          Files.notExists(path)
              ? "the path is relative to the file that it stands in"
              : problem.hint());
    } else {
      problems.add(problem.position(), problem.text(), problem.hint());
    }
  }

  private @Nullable Mapping root(SourceLoader.Loaded text) {
    Node root = YamlTree.read(text.source(), text.text(), problems);
    if (root == null) {
      return null;
    }
    if (!(root instanceof Mapping mapping)) {
      values.expected(
          "a job file", root, "it is a mapping with keys such as `tasks`, `params`, `locks`");
      return null;
    }
    check(mapping);
    return mapping;
  }

  private void check(Mapping file) {
    Fields fields = Fields.of(file, Vocabulary.JOB, problems);
    Node version = fields.get("version");
    if (version != null) {
      values.checkVersion(version);
    }
    for (Entry entry : file.entries().values()) {
      String key = entry.key().text();
      if (Vocabulary.JOB.known().contains(key) && !Merger.takes(key)) {
        problems.add(
            entry.key().position(),
            quoted(key) + " is about the whole job: it can't be in a file that is included",
            "put it into the job file");
      }
    }
  }

  /** By what a file is told from others, whatever it is called. */
  private static Path identity(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize(); // then it can't be read either, or is no file
    }
  }
}
