package orchestrate.config.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static orchestrate.config.Problems.quoted;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import orchestrate.config.Explanation;
import orchestrate.config.Position;
import orchestrate.config.Problems;
import orchestrate.config.Secret;
import orchestrate.config.yaml.Node;
import orchestrate.config.yaml.Node.Mapping;
import orchestrate.config.yaml.Node.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code secrets}: where each comes from, and its value, before anything runs. What a problem
 * says of a value is at most how long it is.
 */
final class SecretsReader {
  /** Who masks less spells it out. */
  static final int LEAST_BYTES = 8;

  static final int MOST_BYTES = 16_384;

  private static final String FORMS =
      "write it like `TOKEN: { env: DEPLOY_TOKEN }`, or `KEY: { file: ~/.deploy/key }`";

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final Path directory;
  private final Values values;
  private final Problems problems;
  private final @Nullable Node section;

  /**
   * @param directory what paths are relative to
   */
  SecretsReader(Path directory, Values values, Problems problems, @Nullable Node section) {
    this.directory = directory;
    this.values = values;
    this.problems = problems;
    this.section = section;
  }

  /**
   * The variables that have secrets, and the names of those. It says nothing of problems: that is
   * for {@link #read}, which comes later.
   */
  Map<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    if (section instanceof Mapping mapping) {
      for (var entry : mapping.entries().values()) {
        if (entry.value() instanceof Mapping source
            && source.get("env") instanceof Scalar variable) {
          variables.putIfAbsent(variable.text().strip(), entry.key().text());
        }
      }
    }
    return variables;
  }

  /**
   * @param process the environment of this process
   * @param job the variables of all tasks
   */
  Secrets read(Scope scope, Map<String, String> process, Set<String> job) {
    Mapping mapping =
        section == null ? null : values.mapping(section, "a mapping of names to where they are");
    if (mapping == null) {
      return new Secrets(new Declared("secret", Set.of(), section == null), Map.of());
    }
    var secrets = new LinkedHashMap<String, Secret>();
    for (var entry : mapping.entries().values()) {
      checkName(entry.key(), job);
      Secret secret = secret(entry.value(), scope, process);
      if (secret != null) {
        secrets.put(entry.key().text(), secret);
      }
    }
    return new Secrets(new Declared("secret", mapping.entries().keySet(), true), secrets);
  }

  /**
   * The secrets of a job.
   *
   * @param declared their names
   * @param values those that could be read
   */
  record Secrets(Declared declared, Map<String, Secret> values) {}

  private void checkName(Scalar key, Set<String> job) {
    String name = key.text();
    if (!EnvReader.VARIABLE.matcher(name).matches() || name.startsWith("ORCHESTRATE_")) {
      problems.add(
          key.position(),
          quoted(name) + " can't be the name of a secret: tasks have it as a variable of that name",
          "letters, digits and `_`, no digit first, and not `ORCHESTRATE_`");
    } else if (job.contains(name)) {
      problems.add(
          key.position(),
          quoted(name) + " is a secret, and under `env` all tasks have a variable of that name",
          "give one of the two another name");
    }
  }

  private @Nullable Secret secret(Node node, Scope scope, Map<String, String> process) {
    if (!(node instanceof Mapping mapping)) {
      // What was found may be the secret itself, and this text goes into annotations and JSON.
      problems.add(
          node.position(), "a secret can't stand in the job file, only where it is", FORMS);
      return null;
    }
    Fields fields = Fields.of(mapping, Vocabulary.SECRET, problems);
    Node variable = fields.get("env");
    Node file = fields.get("file");
    if (variable != null && file != null) {
      problems.add(fields.positionOf("file"), "a secret has `env` or `file`, not both");
      return null;
    }
    if (variable != null) {
      return ofVariable(variable, process);
    }
    if (file != null) {
      return ofFile(file, scope);
    }
    if (fields.allKnown()) {
      problems.add(node.position(), "it isn't said where the secret is", FORMS);
    }
    return null;
  }

  private @Nullable Secret ofVariable(Node node, Map<String, String> process) {
    if (!(node instanceof Scalar scalar)
        || !EnvReader.VARIABLE.matcher(scalar.text().strip()).matches()) {
      values.expected("the name of a variable", node, "there are no expressions in it");
      return null;
    }
    String name = scalar.text().strip();
    String value = process.get(name);
    if (value == null) {
      problems.add(
          node.position(),
          "the variable %s, which has a secret, is not set".formatted(quoted(name)),
          "set it where orchestrate is started: export %s=...".formatted(name));
      return null;
    }
    return checked(value, name, "the variable " + quoted(name), node.position());
  }

  private @Nullable Secret ofFile(Node node, Scope scope) {
    String written = values.text(node, scope);
    if (written == null) {
      return null;
    }
    if (!ParamType.PATH.accepts(written)) {
      values.expected("a path", node);
      return null;
    }
    Position at = node.position();
    String name = ParamType.PATH.effective(written, scope.environment().home());
    Path file = directory.resolve(name);
    try {
      var attributes = Files.readAttributes(file, PosixFileAttributes.class);
      if (!attributes.isRegularFile()) {
        problems.add(at, quoted(name) + " is no file");
        return null;
      }
      if (attributes.permissions().stream().anyMatch(OF_OTHERS::contains)) {
        problems.add(
            at,
            "the file %s has a secret and is open to others than you".formatted(quoted(name)),
            "chmod 600 " + file);
        return null;
      }
      if (attributes.size() > MOST_BYTES + 2) {
        tooLong(attributes.size(), "the file " + quoted(name), at);
        return null;
      }
      return checked(withoutLineEnd(Files.readString(file)), null, "the file " + quoted(name), at);
    } catch (NoSuchFileException e) {
      problems.add(
          at,
          "there is no file " + quoted(name),
          "the path is relative to the folder of the job file");
    } catch (CharacterCodingException e) {
      notText("the file " + quoted(name), at);
    } catch (IOException e) {
      problems.add(at, "can't read the secret in " + quoted(name) + ": " + Explanation.of(e));
    }
    return null;
  }

  private static String withoutLineEnd(String text) {
    return text.endsWith("\r\n")
        ? text.substring(0, text.length() - 2)
        : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private @Nullable Secret checked(
      String value, @Nullable String variable, String what, Position at) {
    int bytes = value.getBytes(UTF_8).length;
    if (value.isBlank()) {
      problems.add(at, "the secret in %s is empty".formatted(what));
    } else if (value.indexOf('\0') >= 0 || value.indexOf('\ufffd') >= 0) {
      notText(what, at);
    } else if (bytes < LEAST_BYTES) {
      problems.add(
          at,
          "the secret in %s is too short: %d bytes".formatted(what, bytes),
          "it has at least %d bytes: where a shorter one is masked, one sees what it was"
              .formatted(LEAST_BYTES));
    } else if (bytes > MOST_BYTES) {
      tooLong(bytes, what, at);
    } else {
      return new Secret(value, variable);
    }
    return null;
  }

  private void tooLong(long bytes, String what, Position at) {
    problems.add(
        at,
        "the secret in %s is too long: %d bytes".formatted(what, bytes),
        "it has at most %d bytes; a longer one can be in a file that only you can read, of which"
                .formatted(MOST_BYTES)
            + " the task is given the name");
  }

  private void notText(String what, Position at) {
    problems.add(
        at,
        "the secret in %s is no text in UTF-8".formatted(what),
        "encode it, as by base64: a variable can't have other bytes");
  }
}
