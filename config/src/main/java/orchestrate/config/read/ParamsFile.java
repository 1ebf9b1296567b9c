package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import orchestrate.config.JobFileException;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Entry;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.YamlTree;

/** A file with values for the params of a job: a mapping in YAML, or an object in JSON. */
public final class ParamsFile {
  private ParamsFile() {}

  /**
   * The values by name, in the order of the file.
   *
   * @throws JobFileException if it can't be read or is something else
   */
  public static Map<String, String> read(Path file) throws JobFileException {
    var loaded = SourceLoader.load(file);
    var problems = new Problems();
    var params = new LinkedHashMap<String, String>();
    Node root = YamlTree.read(loaded.source(), loaded.text(), problems);
    if (root instanceof Mapping mapping) {
      for (Entry entry : mapping.entries().values()) {
        if (entry.value() instanceof Scalar scalar && !scalar.isNothing()) {
          params.put(entry.key().text(), scalar.text());
        } else {
          problems.add(
              entry.value().position(),
              "expected a value for the param " + quoted(entry.key().text()),
              "a text, a number, `true` or `false`");
        }
      }
    } else if (root != null) {
      problems.add(root.position(), "expected a mapping of params, found " + root.kind());
    }
    if (!problems.isEmpty()) {
      throw new JobFileException(loaded.source(), problems.sorted());
    }
    return params;
  }
}
