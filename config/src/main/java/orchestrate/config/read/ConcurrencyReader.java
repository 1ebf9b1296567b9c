package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.time.Duration;
import java.util.regex.Pattern;
import orchestrate.config.Concurrency;
import orchestrate.config.Problems;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import org.jspecify.annotations.Nullable;

/** Reads {@code concurrency}: a group, or a mapping. */
final class ConcurrencyReader {
  /** Also what branches and hosts are called: {@code deploy/feature-1@web}. */
  static final Pattern GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,59}");

  private final Values values;
  private final Problems problems;
  private final Scope scope;

  ConcurrencyReader(Values values, Problems problems, Scope scope) {
    this.values = values;
    this.problems = problems;
    this.scope = scope;
  }

  /** Null if there is none, or it can't be read; that is then a problem already. */
  @Nullable Concurrency read(@Nullable Node node) {
    if (node == null) {
      return null;
    }
    if (!(node instanceof Mapping mapping)) {
      String group = group(node);
      return group == null ? null : new Concurrency(group, null);
    }
    Fields fields = Fields.of(mapping, Vocabulary.CONCURRENCY, problems);
    Node groupNode = fields.get("group");
    Node waitNode = fields.get("wait");
    Duration wait = waitNode == null ? null : values.duration(waitNode, scope);
    if (groupNode == null) {
      if (fields.allKnown()) {
        problems.add(node.position(), "`concurrency` has no `group`");
      }
      return null;
    }
    String group = group(groupNode);
    return group == null ? null : new Concurrency(group, wait);
  }

  private @Nullable String group(Node node) {
    String group = values.text(node, scope);
    if (group != null && !GROUP.matcher(group).matches()) {
      problems.add(
          node.position(),
          quoted(group) + " can't be the name of a group",
          "up to 60 letters, digits and `-_.:/@`, a letter or digit first");
      return null;
    }
    return group;
  }
}
