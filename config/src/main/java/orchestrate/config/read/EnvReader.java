package orchestrate.config.read;

import static orchestrate.config.Problems.quoted;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import orchestrate.config.Problems;
import orchestrate.config.Template;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/** Reads {@code env}: the job's, whose values are known now, or a task's. */
final class EnvReader {
  static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Values values;
  private final Problems problems;

  EnvReader(Values values, Problems problems) {
    this.values = values;
    this.problems = problems;
  }

  /** In the job's {@code env}, {@code env.NAME} is the process's: no variable builds on itself. */
  Environment ofJob(@Nullable Node section, Params params, Environment process) {
    Mapping mapping = section == null ? null : values.mapping(section, "a mapping of variables");
    if (mapping == null) {
      return process;
    }
    var job = new LinkedHashMap<String, String>();
    var unreadable = new HashSet<String>();
    for (var entry : mapping.entries().values()) {
      checkName(entry.key());
      String value = values.text(entry.value(), Scope.constant(params, process));
      if (value == null) {
        unreadable.add(entry.key().text());
      } else {
        job.put(entry.key().text(), value);
      }
    }
    return new Environment(job, process.process(), unreadable, process.withheld());
  }

  Map<String, Template> ofTask(Node section, Scope scope) {
    var env = new LinkedHashMap<String, Template>();
    Mapping mapping = values.mapping(section, "a mapping of variables");
    if (mapping != null) {
      for (var entry : mapping.entries().values()) {
        checkName(entry.key());
        Template value = values.template(entry.value(), scope);
        if (value != null) {
          env.put(entry.key().text(), value);
        }
      }
    }
    return env;
  }

  private void checkName(Scalar key) {
    if (!VARIABLE.matcher(key.text()).matches()) {
      problems.add(
          key.position(),
          quoted(key.text()) + " can't be the name of an environment variable",
          "letters, digits and `_`, and no digit first");
    }
  }
}
