package orchestrate.coordinator.history;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import orchestrate.coordinator.run.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * The log of an attempt of a task.
 *
 * @param instance null for a task that has no instances
 */
public record TaskLog(String task, @Nullable Long instance, int attempt, Path file, long bytes) {
  private static final Comparator<TaskLog> BY_INSTANCE =
      Comparator.comparingLong((TaskLog log) -> log.instance == null ? -1 : log.instance)
          .thenComparingInt(TaskLog::attempt);

  private static final Pattern SINGLE =
      Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)\\.(\\d{1,9})\\.log");
  private static final Pattern OF_INSTANCE = Pattern.compile("(\\d{1,18})\\.(\\d{1,9})\\.log");

  /** All that these tasks have left in a run, by task as named, by instance, by attempt. */
  public static List<TaskLog> of(List<String> tasks, RunFolder run) throws IOException {
    var byTask = new LinkedHashMap<String, List<TaskLog>>();
    tasks.forEach(task -> byTask.put(task, new ArrayList<>()));
    var single =
        list(
            run.logs(),
            SINGLE,
            (match, file) ->
                byTask.containsKey(match.group(1))
                    ? log(match.group(1), null, match.group(2), file)
                    : null);
    for (TaskLog log : single) {
      requireNonNull(byTask.get(log.task)).add(log);
    }
    for (var task : byTask.entrySet()) {
      Path folder = run.logs().resolve(task.getKey());
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        task.getValue()
            .addAll(
                list(
                    folder,
                    OF_INSTANCE,
                    (match, file) ->
                        log(task.getKey(), Long.valueOf(match.group(1)), match.group(2), file)));
      }
      task.getValue().sort(BY_INSTANCE);
    }
    return byTask.values().stream().flatMap(List::stream).toList();
  }

  private static @Nullable TaskLog log(
      String task, @Nullable Long instance, String attempt, Path file) {
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile()
          ? new TaskLog(task, instance, Integer.parseInt(attempt), file, attributes.size())
          : null;
    } catch (NoSuchFileException justDeleted) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<TaskLog> list(
      Path folder, Pattern form, BiFunction<Matcher, Path, @Nullable TaskLog> log)
      throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .flatMap(
              file -> {
                Matcher match = form.matcher(file.getFileName().toString());
                return match.matches() ? Stream.ofNullable(log.apply(match, file)) : Stream.empty();
              })
          .toList();
    } catch (NoSuchFileException noLogs) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Of each instance the log of the last attempt that has one. */
  public static List<TaskLog> last(List<TaskLog> logs) {
    var last = new ArrayList<TaskLog>();
    for (TaskLog log : logs) {
      if (!last.isEmpty() && last.getLast().name().equals(log.name())) {
        last.removeLast();
      }
      last.add(log);
    }
    return last;
  }

  /** {@code TASK}, or {@code TASK[INSTANCE]}. */
  public String name() {
    return instance == null ? task : task + "[" + instance + "]";
  }
}
