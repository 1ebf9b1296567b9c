package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.SourceText;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Entry;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * Puts the sections of several files together, those of the job file first. What two files declare
 * is a problem; what is met twice because its file is included twice is there once.
 */
final class Merger {
  /** Sections that map names to something. */
  private static final List<String> MAPPINGS =
      List.of("params", "semaphores", "barriers", "latches", "queues");

  /** Sections that list names. */
  private static final List<String> LISTS = List.of("locks", "events", "counters");

  private static final List<String> TASKS = List.of("tasks", "finally");

  private final Problems problems;
  private final Map<String, Entry> root = new LinkedHashMap<>();

  /** Each section as the first file has it. */
  private final Map<String, Entry> firsts = new LinkedHashMap<>();

  /** Sections that are of another kind in some file: the reader will tell. */
  private final Map<String, Entry> odd = new LinkedHashMap<>();

  private final Map<String, Map<String, Entry>> mappings = new HashMap<>();
  private final Map<String, List<Node>> lists = new HashMap<>();

  /** Where each name of a list stands, by section and name. */
  private final Map<List<String>, Position> listed = new HashMap<>();

  private final Map<String, Naming> namings = new HashMap<>();

  Merger(Problems problems) {
    this.problems = problems;
  }

  /** Whether a file that is included may have this key of a job file. */
  static boolean takes(String key) {
    return key.equals("version")
        || key.equals("include")
        || Stream.of(TASKS, MAPPINGS, LISTS).anyMatch(sections -> sections.contains(key));
  }

  /** The job file itself: all of its keys. */
  void addJob(Mapping job) {
    root.putAll(job.entries());
    add(job, Naming.OF_JOB);
  }

  /** A file with only such sections as several files may have. */
  void add(Mapping file, Naming naming) {
    TASKS.forEach(section -> merge(section, file, name -> inFull(name, naming)));
    MAPPINGS.forEach(section -> merge(section, file, UnaryOperator.identity()));
    LISTS.forEach(section -> append(section, file));
  }

  JobTree tree(SourceText source, Position start) {
    firsts.forEach((section, first) -> root.put(section, merged(section, first)));
    root.putAll(odd);
    return new JobTree(source, new Mapping(root, start), namings);
  }

  private Entry merged(String section, Entry first) {
    Position position = first.value().position();
    List<Node> list = lists.get(section);
    Node value =
        list != null
            ? new Sequence(list, position)
            : new Mapping(mappings.getOrDefault(section, Map.of()), position);
    return new Entry(first.key(), value);
  }

  private String inFull(String name, Naming naming) {
    String full = naming.prefix() + name;
    namings.putIfAbsent(full, naming);
    return full;
  }

  private void merge(String section, Mapping file, UnaryOperator<String> inFull) {
    Entry written = file.entries().get(section);
    if (written == null) {
      return;
    }
    if (!(written.value() instanceof Mapping mapping)) {
      odd.putIfAbsent(section, written);
      return;
    }
    firsts.putIfAbsent(section, written);
    Map<String, Entry> merged = mappings.computeIfAbsent(section, _ -> new LinkedHashMap<>());
    for (Entry entry : mapping.entries().values()) {
      Scalar key = entry.key();
      String name = inFull.apply(key.text());
      var named = new Scalar(name, key.style(), key.position(), key.endLine());
      Entry earlier = merged.putIfAbsent(name, new Entry(named, entry.value()));
      if (earlier != null) {
        check(name, key.position(), earlier.key().position());
      }
    }
  }

  private void append(String section, Mapping file) {
    Entry written = file.entries().get(section);
    if (written == null) {
      return;
    }
    List<Node> items = items(written.value());
    if (items == null) {
      odd.putIfAbsent(section, written);
      return;
    }
    firsts.putIfAbsent(section, written);
    List<Node> merged = lists.computeIfAbsent(section, _ -> new ArrayList<>());
    items.stream().filter(item -> isNew(section, item)).forEach(merged::add);
  }

  private static @Nullable List<Node> items(Node list) {
    return switch (list) {
      case Sequence sequence -> sequence.items();
      case Scalar scalar when !scalar.isNothing() -> List.of(scalar);
      case Scalar _, Mapping _ -> null;
    };
  }

  private boolean isNew(String section, Node item) {
    if (!(item instanceof Scalar scalar)) {
      return true;
    }
    Position position = scalar.position();
    String name = scalar.text().strip();
    Position earlier = listed.putIfAbsent(List.of(section, name), position);
    if (earlier == null) {
      return true;
    }
    check(name, position, earlier);
    // Twice in one list is for the reader of lists to tell.
    return earlier.source() == position.source() && !earlier.equals(position);
  }

  /** Two places that are one come from a file that is included twice. */
  private void check(String name, Position position, Position earlier) {
    if (earlier.source() != position.source()) {
      problems.add(
          position,
          quoted(name) + " is there twice",
          "the first is " + earlier.seenFrom(position) + "; give one of the two another name");
    }
  }
}
