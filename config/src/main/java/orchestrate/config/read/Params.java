package orchestrate.config.read;

import java.util.Map;
import java.util.Set;

/**
 * What {@code params.NAME} means.
 *
 * @param names all that the file declares, also those whose value is a problem of its own
 * @param complete false if the section itself could not be read, so that names may be missing
 */
record Params(Map<String, String> values, Set<String> names, boolean complete) {
  static final Params NONE = new Params(Map.of(), Set.of(), true);
}
