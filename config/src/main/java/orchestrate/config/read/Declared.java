package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import orchestrate.config.Problems;

/**
 * The names that one section of the file declares.
 *
 * @param what what such a name names: "task"
 * @param complete false if the section could not be read, so that names may be missing
 */
record Declared(String what, Set<String> names, boolean complete) {

  /** These names and the others, called as these are. */
  Declared and(Declared others) {
    var all = new LinkedHashSet<>(names);
    all.addAll(others.names);
    return new Declared(what, all, complete && others.complete);
  }

  /** Those of the names that are declared, each once; the others are problems. */
  List<Name> resolve(List<Name> written, Problems problems) {
    return written.stream().filter(name -> knows(name, problems)).toList();
  }

  /** Whether the name is declared; if it surely is not, that is a problem. */
  boolean knows(Name name, Problems problems) {
    if (!names.contains(name.text()) && complete) {
      problems.add(
          name.position(), "there is no " + what + " " + quoted(name.text()), hint(name.text()));
    }
    return names.contains(name.text());
  }

  private String hint(String written) {
    String nearest = DidYouMean.hint(written, names);
    if (nearest != null) {
      return nearest;
    }
    return names.isEmpty()
        ? "declare it under `" + what + "s`"
        : "there are: "
            + String.join(", ", names.stream().limit(8).toList())
            + (names.size() > 8 ? ", ..." : "");
  }
}
