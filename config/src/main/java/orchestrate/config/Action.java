package orchestrate.config;

import java.util.List;
import java.util.Map;
import orchestrate.config.expression.Names;
import org.jspecify.annotations.Nullable;

/** What a task does. */
public sealed interface Action {
  /** Where a command runs, relative to the job file; null if beside it, or if it is none. */
  default @Nullable String directory() {
    return null;
  }

  /**
   * {@code run: "text"}: a script for a shell; values in it are shell-quoted.
   *
   * @param shell the words before the script
   * @param directory where it runs, relative to the job file; null if beside it
   */
  record Shell(Template script, List<String> shell, @Nullable String directory) implements Action {
    public Shell {
      shell = List.copyOf(shell);
    }
  }

  /**
   * {@code run: [program, argument, ...]}: run as it is, no shell in between. An argument that is
   * nothing but an expression may give several.
   *
   * @param directory where it runs, relative to the job file; null if beside it
   */
  record Exec(List<Template> command, @Nullable String directory) implements Action {
    public Exec {
      command = List.copyOf(command);
    }
  }

  /**
   * {@code java: Name}: a class on the class path or, if it ends in {@code .java}, a source file
   * beside the job file. {@code with} keeps the order of the file.
   *
   * @param classPath of this task alone; null if it is that of {@link Workers#classPath}
   */
  record Java(String name, @Nullable List<String> classPath, Map<String, Argument> with)
      implements Action {
    public boolean isSource() {
      return name.endsWith(".java");
    }
  }

  /** A value under {@code with}. */
  sealed interface Argument {
    /** One value, or those of a list. */
    List<Template> templates();

    /** What it is for one instance of the task: several if an expression gives a list. */
    default List<String> values(Names names) {
      return templates().stream().flatMap(template -> template.words(names).stream()).toList();
    }

    /** Whether it is the same for every instance, and known now. */
    default boolean isConstant() {
      return templates().stream().allMatch(Template::isConstant);
    }

    record Scalar(Template value) implements Argument {
      @Override
      public List<Template> templates() {
        return List.of(value);
      }
    }

    record Many(List<Template> templates) implements Argument {
      public Many {
        templates = List.copyOf(templates);
      }
    }
  }
}
