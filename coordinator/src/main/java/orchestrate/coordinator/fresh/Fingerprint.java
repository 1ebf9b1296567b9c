package orchestrate.coordinator.fresh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import orchestrate.coordinator.files.FileState;
import orchestrate.coordinator.files.Sha256;

/**
 * All that the result of a task depends on, each by its hash: two that are equal stand for the same
 * work. What differs has a name, so that a person can be told.
 */
public record Fingerprint(SortedMap<Part, String> hashes) {
  /** Kinds of parts, in the order in which they are told. Their names are in files. */
  public enum Kind {
    INPUT("%s"),
    COMMAND("its command"),
    SHELL("its shell"),
    FOLDER("its folder"),
    VARIABLE("its variable %s"),
    JAVA_CLASS("its class"),
    PARAMETER("its parameter %s"),
    CLASSES("%s"),
    CLASS_PATH("its class path"),
    OUTPUTS("the names of its outputs");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /**
   * One of the things that the result depends on.
   *
   * @param name tells it from others of its kind; empty if there is but one
   */
  public record Part(Kind kind, String name) implements Comparable<Part> {
    private static final Comparator<Part> ORDER =
        Comparator.comparing(Part::kind).thenComparing(Part::name);

    /** The only one of its kind. */
    public static Part of(Kind kind) {
      return new Part(kind, "");
    }

    @Override
    public int compareTo(Part other) {
      return ORDER.compare(this, other);
    }

    private String words() {
      return kind.words.formatted(name);
    }
  }

  public Fingerprint {
    hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
  }

  /** With what is in these input files. */
  public Fingerprint with(Map<String, FileState> inputs) {
    var all = new TreeMap<>(hashes);
    inputs.forEach(
        (name, state) ->
            all.put(
                new Part(Kind.INPUT, name),
                state.sha256() + (state.executable() ? " executable" : "")));
    return new Fingerprint(all);
  }

  /** Of all of it. */
  public String sha256() {
    var all = new Sha256();
    hashes.forEach((part, hash) -> all.add(part.kind().name()).add(part.name()).add(hash));
    return all.hex();
  }

  /** What is another since then, in words that go on "because"; empty if nothing is. */
  public List<String> changesSince(Fingerprint before) {
    List<String> changes = new ArrayList<>();
    var parts = new TreeMap<>(before.hashes);
    parts.putAll(hashes);
    for (Part part : parts.keySet()) {
      String was = before.hashes.get(part);
      String is = hashes.get(part);
      if (was == null) {
        changes.add(part.words() + " is new");
      } else if (is == null) {
        changes.add(part.words() + " is gone");
      } else if (!was.equals(is)) {
        changes.add(part.words() + " changed");
      }
    }
    return changes;
  }
}
