package orchestrate.coordinator.journal;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a run's journal: what one process has written. The run has begun {@code journal/}; each
 * time that it is resumed it begins the next, {@code journal-2/} and so on, for it must not write
 * on in a file that may be damaged.
 *
 * @param number from 1
 */
public record Segment(int number, Path folder) {
  private static final String NAME = "journal";

  /** The segment that the run begins with. */
  public static Segment first(Path runFolder) {
    return of(runFolder, 1);
  }

  /** The one that a run begins when it is resumed: nothing of it is there. */
  public static Segment next(Path runFolder) throws IOException {
    List<Segment> all = allOf(runFolder);
    return of(runFolder, all.isEmpty() ? 1 : all.getLast().number() + 1);
  }

  /** The last that was begun; the first if none was. */
  public static Segment last(Path runFolder) throws IOException {
    List<Segment> all = allOf(runFolder);
    return all.isEmpty() ? first(runFolder) : all.getLast();
  }

  /** Those that there are, oldest first. */
  static List<Segment> allOf(Path runFolder) throws IOException {
    try (Stream<Path> entries = Files.list(runFolder)) {
      return entries
          .filter(entry -> Files.isDirectory(entry, NOFOLLOW_LINKS))
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches(NAME + "(-([2-9]|[1-9]\\d{1,8}))?"))
          .map(name -> name.equals(NAME) ? 1 : Integer.parseInt(name.substring(NAME.length() + 1)))
          .map(number -> of(runFolder, number))
          .sorted(Comparator.comparingInt(Segment::number))
          .toList();
    }
  }

  private static Segment of(Path runFolder, int number) {
    return new Segment(number, runFolder.resolve(number == 1 ? NAME : NAME + "-" + number));
  }
}
