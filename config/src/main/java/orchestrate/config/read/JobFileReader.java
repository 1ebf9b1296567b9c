package orchestrate.config.read;

import java.nio.file.Path;
import java.util.Map;
import orchestrate.config.JobFile;
import orchestrate.config.JobFileException;
import orchestrate.config.Problems;
import orchestrate.config.SourceText;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.YamlTree;
import org.jspecify.annotations.Nullable;

/**
 * Reads a job file and checks all that can be checked without running anything.
 *
 * <p>Everything found wrong is told at once, in the order of the file; see {@link
 * orchestrate.config.ProblemReport} for telling it to a person.
 */
public final class JobFileReader {
  private JobFileReader() {}

  /**
   * Reads one file, and those that it includes.
   *
   * @param file the path as the user wrote it; messages repeat it
   * @param params the values given on the command line, over the file's defaults
   * @param environment what {@code env.NAME} means where the file's {@code env} doesn't say
   * @throws JobFileException if the file can't be read or has any problem
   */
  public static JobFile read(Path file, Map<String, String> params, Map<String, String> environment)
      throws JobFileException {
    var loaded = SourceLoader.load(file);
    var problems = new Problems();
    JobFile job = null;
    Node root = YamlTree.read(loaded.source(), loaded.text(), problems);
    JobTree tree = root == null ? null : tree(loaded.source(), root, problems);
    if (tree != null) {
      job = new JobReader(tree, problems).read(params, environment);
    }
    return soundOrThrow(job, loaded, problems);
  }

  private static @Nullable JobTree tree(SourceText source, Node root, Problems problems) {
    if (root instanceof Mapping mapping) {
      return Includes.read(source, mapping, problems);
    }
    new Values(problems, new Expressions(problems))
        .expected("a job file", root, "it is a mapping with the keys `version` and `tasks`");
    return null;
  }

  private static JobFile soundOrThrow(
      @Nullable JobFile job, SourceLoader.Loaded loaded, Problems problems)
      throws JobFileException {
    if (job == null || !problems.isEmpty()) {
      throw new JobFileException(loaded.source(), problems.sorted());
    }
    return job;
  }
}
