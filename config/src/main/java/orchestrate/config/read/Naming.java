package orchestrate.config.read;

import java.util.ArrayList;
import java.util.List;

/**
 * How one file calls tasks. Their names get the prefix that the file is included with; where one is
 * spoken of, the prefix is tried first, then that of the file which includes this one, and so on,
 * last the name as it is.
 *
 * @param prefixes in full, that of this file first; the last is that of the job file, which is
 *     empty
 */
record Naming(List<String> prefixes) {
  /** In the job file itself. */
  static final Naming OF_JOB = new Naming(List.of(""));

  Naming {
    prefixes = List.copyOf(prefixes);
  }

  /** In a file that this one includes with such a prefix. */
  Naming within(String prefix) {
    if (prefix.isEmpty()) {
      return this;
    }
    var all = new ArrayList<String>();
    all.add(prefix() + prefix);
    all.addAll(prefixes);
    return new Naming(all);
  }

  /** Whether it is that of the job file: the last prefix is always empty. */
  boolean isOfJob() {
    return prefixes.size() == 1;
  }

  /** What the names of its tasks begin with. */
  String prefix() {
    return prefixes.getFirst();
  }

  /** How the file calls a task that has this name in full. */
  String shortest(String name) {
    String prefix = prefixes.stream().filter(name::startsWith).findFirst().orElse("");
    return name.substring(prefix.length());
  }
}
