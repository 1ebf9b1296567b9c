package orchestrate.pool;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import orchestrate.ipc.session.Session;
import orchestrate.worker.process.Guardian;
import org.jspecify.annotations.Nullable;

/** Where this process has its classes, so that workers have them, too. */
final class OwnClassPath {
  /** One of each of the archives that a worker is made of. */
  private static final List<Class<?>> PARTS =
      List.of(PoolWorker.class, Guardian.class, Session.class);

  private OwnClassPath() {}

  /**
   * That of the application: what the context class loader and its parents have in files, as in a
   * servlet container, and then what the JVM was started with.
   */
  static List<Path> of(@Nullable ClassLoader context) {
    Set<Path> paths = new LinkedHashSet<>();
    ClassLoader system = ClassLoader.getSystemClassLoader();
    for (ClassLoader loader = context;
        loader != null && !loader.equals(system);
        loader = loader.getParent()) {
      if (loader instanceof URLClassLoader urls) {
        for (URL url : urls.getURLs()) {
          Path path = file(url);
          if (path != null) {
            paths.add(path);
          }
        }
      }
    }
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      var all = new StringTokenizer(System.getProperty(property, ""), File.pathSeparator);
      while (all.hasMoreTokens()) {
        paths.add(Path.of(all.nextToken()));
      }
    }
    return List.copyOf(paths);
  }

  /**
   * What the user has said, and what a worker is made of, as far as that is in files.
   *
   * @throws IllegalStateException if it isn't, and the user has said nothing; says what to do
   */
  static List<Path> whole(@Nullable List<Path> said, @Nullable ClassLoader context) {
    Set<Path> paths = new LinkedHashSet<>(said == null ? of(context) : said);
    for (Class<?> part : PARTS) {
      URL place = placeOf(part);
      Path path = place == null ? null : file(place);
      if (path != null) {
        paths.add(path);
      } else if (said == null) {
        throw new IllegalStateException(
            "workers can't be started: %s was loaded from %s, which a JVM can't have on its class path; unpack the program (Spring Boot: java -Djarmode=tools -jar APP.jar extract) and start it from there, or say with ProcessPool.builder().classPath(...) where its classes and libraries are, orchestrate's among them"
                .formatted(part.getName(), place));
      }
    }
    return new ArrayList<>(paths);
  }

  static @Nullable URL placeOf(Class<?> part) {
    CodeSource source = part.getProtectionDomain().getCodeSource();
    return source == null ? null : source.getLocation();
  }

  /** Null if it is no file, such as one within an archive. */
  private static @Nullable Path file(URL url) {
    try {
      return url.getProtocol().equals("file") ? Path.of(url.toURI()) : null;
    } catch (URISyntaxException e) {
      return Path.of(url.getPath()); // with a space in it, as some loaders give it
    }
  }
}
