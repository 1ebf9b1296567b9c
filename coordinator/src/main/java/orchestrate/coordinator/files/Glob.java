package orchestrate.coordinator.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of paths: {@code *}, {@code ?}, {@code [a-z]} and {@code {a,b}} stand for parts of a
 * name, {@code **} also for what is between folders, and <code>**&#47;</code> for any number of
 * folders, also none.
 */
public final class Glob {
  private static final String WILD = "*?[{";
  private static final String ANY_FOLDERS = "**/";
  private static final String ANY_OR_NO_FOLDERS = "{**/,}";

  private final Path pattern;
  private final PathMatcher matcher;

  private Glob(Path pattern, PathMatcher matcher) {
    this.pattern = pattern;
    this.matcher = matcher;
  }

  /** Whether anything in the text stands for something else. */
  public static boolean isOne(String text) {
    return text.chars().anyMatch(c -> WILD.indexOf(c) >= 0);
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Glob of(String text) {
    Path pattern = Path.of(text).normalize();
    return new Glob(
        pattern, FileSystems.getDefault().getPathMatcher("glob:" + translated(pattern.toString())));
  }

  private static String translated(String pattern) {
    var translated = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean beginsName = i == 0 || pattern.charAt(i - 1) == '/';
      if (depth == 0 && beginsName && pattern.startsWith(ANY_FOLDERS, i)) {
        translated.append(ANY_OR_NO_FOLDERS);
        i += ANY_FOLDERS.length() - 1;
      } else {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        translated.append(c);
      }
    }
    return translated.toString();
  }

  /** The regular files that match, named as the pattern is: from the folder, or from the root. */
  public List<Path> in(Path folder) throws IOException {
    Path base = pattern.isAbsolute() ? pattern.getRoot() : folder;
    Path start = pattern.isAbsolute() ? base.resolve(fixedPart()) : fixedPart();
    if (!Files.exists(base.resolve(start))) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    // Only the pattern is a pattern: what the folder is called has no meaning.
    FileWalk.from(
        base,
        start,
        name -> {
          if (matcher.matches(name)) {
            found.add(name);
          }
        });
    found.sort(null);
    return found;
  }

  /** The names before the first wildcard. */
  private Path fixedPart() {
    Path fixed = Path.of("");
    for (Path name : pattern) {
      if (isOne(name.toString())) {
        break;
      }
      fixed = fixed.resolve(name);
    }
    return fixed;
  }
}
