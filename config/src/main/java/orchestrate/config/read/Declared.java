package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import orchestrate.config.Problems;
import org.jspecify.annotations.Nullable;

/**
 * The names that one section of the file declares.
 *
 * @param what what such a name names: "task"
 * @param names in full
 * @param complete false if the section could not be read, so that names may be missing
 * @param naming what a name stands for where it is spoken of
 */
record Declared(String what, Set<String> names, boolean complete, Naming naming) {
  /**
   * With more problems than these nobody is helped by further hints, and each is a walk over all
   * names.
   */
  private static final int HINTED = 100;

  Declared(String what, Set<String> names, boolean complete) {
    this(what, names, complete, Naming.OF_JOB);
  }

  Declared seenBy(Naming file) {
    return new Declared(what, names, complete, file);
  }

  /** These names and the others, called as these are. */
  Declared and(Declared others) {
    var all = new LinkedHashSet<>(names);
    all.addAll(others.names);
    return new Declared(what, all, complete && others.complete, naming);
  }

  /** Those of the names that are declared, each once; the others are problems. */
  List<Name> resolve(List<Name> written, Problems problems) {
    var resolved = new ArrayList<Name>();
    for (Name name : written) {
      Name full = resolve(name, problems);
      if (full != null) {
        resolved.add(full);
      }
    }
    return resolved;
  }

  /** The name in full. Null if it isn't declared; if it surely is not, that is a problem. */
  @Nullable Name resolve(Name written, Problems problems) {
    String full = meaning(written.text());
    if (full == null && complete) {
      problems.add(
          written.position(),
          "there is no " + what + " " + quoted(written.text()),
          problems.count() < HINTED ? hint(written.text()) : null);
    }
    return full == null ? null : new Name(full, written.position());
  }

  /** Whether the name is declared; if it surely is not, that is a problem. */
  boolean knows(Name written, Problems problems) {
    return resolve(written, problems) != null;
  }

  /** The declared name that this one stands for; null if there is none. */
  @Nullable String meaning(String written) {
    for (String prefix : naming.prefixes()) {
      String full = prefix.isEmpty() ? written : prefix + written;
      if (names.contains(full)) {
        return full;
      }
    }
    return null;
  }

  private String hint(String written) {
    List<String> sayable = names.stream().map(naming::shortest).distinct().toList();
    String nearest = DidYouMean.hint(written, sayable);
    if (nearest != null) {
      return nearest;
    }
    return sayable.isEmpty()
        ? "declare it under `" + what + "s`"
        : "there are: "
            + String.join(", ", sayable.stream().limit(8).toList())
            + (sayable.size() > 8 ? ", ..." : "");
  }
}
