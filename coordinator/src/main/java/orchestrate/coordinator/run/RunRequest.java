package orchestrate.coordinator.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What somebody in another process wishes of a run. */
public record RunRequest(long pid, String user, Wish wish) {
  private static final Pattern TARGET =
      Pattern.compile("([A-Za-z][A-Za-z0-9_-]{0,999})(?:\\[(\\d{1,18})])?");

  /** What is wished. */
  public sealed interface Wish {
    /** A name for it on the command line. */
    String verb();
  }

  /**
   * That the run, a task or an instance of it end.
   *
   * @param task null for the run
   * @param instance null for all of the task
   */
  public record Cancel(@Nullable String task, @Nullable Long instance) implements Wish {
    private static final String VERB = "cancel";

    @Override
    public String verb() {
      return VERB;
    }

    /** The end of the whole run. */
    public static Cancel ofRun() {
      return new Cancel(null, null);
    }

    /** That of {@code TASK} or {@code TASK[INDEX]}; null if it is neither. */
    public static @Nullable Cancel of(String target) {
      Matcher match = TARGET.matcher(target);
      if (!match.matches()) {
        return null;
      }
      String index = match.group(2);
      return new Cancel(match.group(1), index == null ? null : Long.valueOf(index));
    }

    /** What is to end. */
    String target() {
      return task == null ? "the run" : instance == null ? task : task + "[" + instance + "]";
    }
  }

  /** That nothing new be started until somebody wishes otherwise. */
  public record Pause() implements Wish {
    private static final String VERB = "pause";

    @Override
    public String verb() {
      return VERB;
    }
  }

  /** That it go on. */
  public record Unpause() implements Wish {
    private static final String VERB = "unpause";

    @Override
    public String verb() {
      return VERB;
    }
  }

  /** This process wishes it. */
  public static RunRequest ofThisProcess(Wish wish) {
    return new RunRequest(
        ProcessHandle.current().pid(), System.getProperty("user.name", "?"), wish);
  }

  /** Who wishes it, and how. */
  String by() {
    return "by %s (pid %d) with `orchestrate %s`".formatted(user, pid, wish.verb());
  }

  /** What {@link #parse} reads. */
  String text() {
    String head = "%d\n%s\n%s".formatted(pid, user.replace('\n', ' '), wish.verb());
    return wish instanceof Cancel(String task, Long instance)
        ? "%s\n%s\n%d".formatted(head, task == null ? "" : task, instance == null ? -1 : instance)
        : head;
  }

  static RunRequest parse(String text) {
    String[] parts = text.split("\n", -1);
    return new RunRequest(Long.parseLong(parts[0]), parts[1], wish(parts));
  }

  private static Wish wish(String[] parts) {
    return switch (parts[2]) {
      case Cancel.VERB -> {
        long instance = Long.parseLong(parts[4]);
        yield new Cancel(
            parts[3].isEmpty() ? null : parts[3], instance < 0 ? null : Long.valueOf(instance));
      }
      case Pause.VERB -> new Pause();
      case Unpause.VERB -> new Unpause();
      default -> throw new IllegalArgumentException("nothing that a run does: " + parts[2]);
    };
  }
}
