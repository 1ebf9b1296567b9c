package orchestrate.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Where a task's classes are: jars and folders of class files, of which the first that has it wins.
 */
public record ClassPath(List<Path> elements) {
  public ClassPath {
    elements = List.copyOf(elements);
  }

  /** From the form that {@code java -cp} takes. */
  public static ClassPath parse(String text) {
    return new ClassPath(Arrays.stream(text.split(File.pathSeparator, -1)).map(Path::of).toList());
  }

  /** In the form that {@code java -cp} takes. */
  @Override
  public String toString() {
    return elements.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** A loader of these classes, which see Java, the task API, and each other: nothing else. */
  public URLClassLoader newLoader() {
    return new URLClassLoader(
        "job", elements.stream().map(ClassPath::url).toArray(URL[]::new), TaskApiLoader.INSTANCE);
  }

  private static URL url(Path element) {
    try {
      return element.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("class path element " + element, e);
    }
  }

  /**
   * Stands for what is in the jars and folders now: another value if a file was changed, added or
   * removed since, as far as names, sizes and times tell.
   */
  public long stamp() {
    var stamp = new CRC32();
    elements.forEach(element -> add(element.toFile(), stamp));
    return stamp.getValue();
  }

  private static void add(File file, CRC32 stamp) {
    File[] inside = file.listFiles();
    if (inside == null) {
      stamp.update(
          "%s|%d|%d\n".formatted(file, file.lastModified(), file.length()).getBytes(UTF_8));
    } else {
      Arrays.sort(inside);
      Arrays.stream(inside).forEach(one -> add(one, stamp));
    }
  }
}
