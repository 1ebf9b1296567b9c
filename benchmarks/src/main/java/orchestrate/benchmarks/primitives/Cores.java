package orchestrate.benchmarks.primitives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cores that this process may use. */
public final class Cores {
  private static final String ALLOWED = "Cpus_allowed_list:";

  private Cores() {}

  public static List<Integer> allowed() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(ALLOWED))
        .map(line -> line.substring(ALLOWED.length()).strip())
        .flatMap(list -> parse(list).stream())
        .toList();
  }

  /** As the kernel writes them: {@code 0-3,8,10-11}. */
  static List<Integer> parse(String list) {
    return Stream.of(list.split(",", -1)).flatMapToInt(Cores::range).boxed().toList();
  }

  private static IntStream range(String range) {
    String[] ends = range.split("-", 2);
    return IntStream.rangeClosed(
        Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }
}
