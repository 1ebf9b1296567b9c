package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import orchestrate.config.Problems;
import orchestrate.config.ReportPaths;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import org.jspecify.annotations.Nullable;

/** Reads {@code report}: which reports there are to be, and where. */
final class ReportReader {
  private final Values values;
  private final Problems problems;
  private final Scope scope;
  private final Path jobFile;

  /** Which key of the section has a path, by the path. */
  private final Map<Path, String> taken = new HashMap<>();

  /**
   * @param jobFile to which the paths are relative
   */
  ReportReader(Values values, Problems problems, Scope scope, Path jobFile) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
    this.jobFile = jobFile.toAbsolutePath().normalize();
  }

  /** What can't be read is left out; that is a problem already. */
  ReportPaths read(@Nullable Node node) {
    Mapping mapping =
        node == null ? null : values.mapping(node, "a mapping such as `{ junit: junit.xml }`");
    if (mapping == null) {
      return ReportPaths.NONE;
    }
    Fields fields = Fields.of(mapping, Vocabulary.REPORT, problems);
    return new ReportPaths(
        path(fields, "html"),
        path(fields, "junit"),
        path(fields, "joblog"),
        path(fields, "trace"),
        path(fields, "prometheus"));
  }

  private @Nullable Path path(Fields fields, String key) {
    Node node = fields.get(key);
    String text = node == null ? null : values.text(node, scope);
    if (node == null || text == null) {
      return null;
    }
    if (text.isBlank()) {
      problems.add(node.position(), "the path of a report is empty");
      return null;
    }
    Path path;
    try {
      path = jobFile.resolveSibling(text).normalize();
    } catch (InvalidPathException e) {
      problems.add(node.position(), quoted(text) + " can't be a path: " + e.getReason());
      return null;
    }
    if (path.equals(jobFile)) {
      problems.add(
          node.position(), quoted(text) + " is the job file, which a report would replace");
      return null;
    }
    String other = taken.putIfAbsent(path, key);
    if (other != null) {
      problems.add(
          node.position(),
          "`%s` and `%s` are the same file: %s".formatted(other, key, quoted(text)),
          "each report is a file of its own");
    }
    return path;
  }
}
