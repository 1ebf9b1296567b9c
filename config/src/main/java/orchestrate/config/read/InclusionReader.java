package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import orchestrate.config.yaml.Node.Sequence;
import org.jspecify.annotations.Nullable;

/** Reads {@code include}: a file, several, or each with a prefix. */
final class InclusionReader {
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
  private static final String FORMS = "a path, or { file, prefix }";

  private final Values values;
  private final Problems problems;

  InclusionReader(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /** Those that can be read; of the others it is told why not. */
  List<Inclusion> read(@Nullable Node node) {
    var inclusions = new ArrayList<Inclusion>();
    List<Node> entries =
        switch (node) {
          case null -> List.of();
          case Sequence sequence -> sequence.items();
          case Scalar scalar -> List.of(scalar);
          case Mapping mapping -> List.of(mapping);
        };
    for (Node entry : entries) {
      Inclusion inclusion = inclusion(entry);
      if (inclusion != null) {
        inclusions.add(inclusion);
      }
    }
    return inclusions;
  }

  private @Nullable Inclusion inclusion(Node entry) {
    if (!(entry instanceof Mapping mapping)) {
      Scalar file = text(entry, FORMS);
      return file == null ? null : inclusion(file, "");
    }
    Fields fields = Fields.of(mapping, Vocabulary.INCLUDE, problems);
    Node file = fields.get("file");
    Node prefixNode = fields.get("prefix");
    if (file == null) {
      if (fields.allKnown()) {
        problems.add(entry.position(), "it isn't said which `file` to include");
      }
      return null;
    }
    Scalar path = text(file, "a path");
    Scalar prefix = prefixNode == null ? null : text(prefixNode, "a prefix such as `test-`");
    if (path == null || (prefixNode != null && prefix == null)) {
      return null;
    }
    if (prefix != null) {
      values.checkName(prefix.text(), prefix.position());
    }
    return inclusion(path, prefix == null ? "" : prefix.text());
  }

  private @Nullable Inclusion inclusion(Scalar file, String prefix) {
    if (URL.matcher(file.text()).matches()) {
      problems.add(
          file.position(),
          quoted(file.text()) + " is an address; only files are included",
          "a job is to do tomorrow what it does today: keep a copy beside the job file");
      return null;
    }
    return new Inclusion(file.text(), prefix, file.position());
  }

  /** What is included must be known before there are params. */
  private @Nullable Scalar text(Node node, String what) {
    if (!(node instanceof Scalar scalar) || scalar.isNothing() || scalar.text().isBlank()) {
      values.expected(what, node);
      return null;
    }
    if (scalar.text().contains("${{")) {
      problems.add(
          scalar.position(),
          "there can't be an expression in `include`: it is read before all else",
          "a task that is not always wanted has an `if`");
      return null;
    }
    return scalar;
  }
}
