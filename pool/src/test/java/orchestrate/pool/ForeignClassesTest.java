package orchestrate.pool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import orchestrate.ipc.session.Session;
import orchestrate.worker.process.Guardian;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Classes that only one side has, that are not the same on both, or that come from elsewhere. */
@Timeout(120)
class ForeignClassesTest {
  @TempDir Path folder;

  /** Compiles it into a folder of that name. */
  private Path compiled(String name, String className, String source) throws IOException {
    Path classes = Files.createDirectories(folder.resolve(name));
    Path file = Files.writeString(folder.resolve(className + ".java"), source);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "-cp",
                String.join(":", OwnClassPath.of(null).stream().map(Path::toString).toList()),
                file.toString());
    assertThat(code).isZero();
    return classes;
  }

  private static URLClassLoader loader(Path classes, ClassLoader parent) throws IOException {
    return new URLClassLoader(new URL[] {classes.toUri().toURL()}, parent);
  }

  private static List<Path> with(Path more) {
    List<Path> all = new ArrayList<>(OwnClassPath.of(null));
    all.add(more);
    return all;
  }

  private static <T> T inContext(ClassLoader loader, Callable<T> action) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader former = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.call();
    } finally {
      thread.setContextClassLoader(former);
    }
  }

  private static Object made(String className) throws ReflectiveOperationException {
    return Class.forName(className).getDeclaredConstructor().newInstance();
  }

  @Test
  void onesThatOnlyTheWorkerHasComeInWords() throws Exception {
    Path classes =
        compiled(
            "there",
            "Problem",
            "public class Problem extends RuntimeException {"
                + " public Problem() { super(\"known there only\"); } }");
    try (ProcessPool pool = ProcessPool.builder().workers(1).classPath(with(classes)).build()) {
      assertThatThrownBy(() -> pool.submit(() -> fail(made("Problem"))).get())
          .cause()
          .isInstanceOf(RemoteFailureException.class)
          .hasMessage(
              "Problem: known there only (of a class that can't be sent from process to process, or"
                  + " is not known here)")
          .cause()
          .isInstanceOf(RemoteTrace.class)
          .hasMessageContaining("at " + ForeignClassesTest.class.getName());
      assertThatThrownBy(() -> pool.submit(() -> made("Problem")).get())
          .cause()
          .isInstanceOf(TaskFormatException.class)
          .hasMessageStartingWith(
              "class Problem, of which an instance was sent, is not on the class path of the"
                  + " process that reads it;");
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  private static int fail(Object thrown) {
    throw (RuntimeException) thrown;
  }

  @Test
  void onesThatAreNotTheSameAreNamed() throws Exception {
    String source = "public class Thing implements java.io.Serializable { public int %s; }";
    Path here = compiled("here", "Thing", source.formatted("old"));
    Path there = compiled("there", "Thing", source.formatted("young"));
    try (URLClassLoader ours = loader(here, getClass().getClassLoader());
        ProcessPool pool = ProcessPool.builder().workers(1).classPath(with(there)).build()) {
      Object thing = ours.loadClass("Thing").getDeclaredConstructor().newInstance();
      assertThatThrownBy(() -> pool.submit(() -> thing.hashCode()).get())
          .cause()
          .isInstanceOf(TaskFormatException.class)
          .hasMessageMatching(
              "a class is not the same on both sides: Thing; local class incompatible: .*; is one"
                  + " of them an old build\\?");
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  /** A lambda is a method of its class, by a number. */
  @Test
  void lambdasThatAnotherBuildDoesNotHaveAreToldFromOthers() throws Exception {
    String source =
        """
        import java.util.concurrent.Callable;
        import orchestrate.pool.*;

        public class App implements Callable<Object> {
          public Object call() throws Exception {
            return %s;
          }
          static RemoteCallable<Object> remote(RemoteCallable<Object> task) { return task; }
        }
        """;
    Path here = compiled("here", "App", source.formatted("remote(() -> 1)"));
    Path there = compiled("there", "App", source.formatted("null"));
    try (URLClassLoader ours = loader(here, getClass().getClassLoader());
        ProcessPool pool = ProcessPool.builder().workers(1).classPath(with(there)).build()) {
      var app = (Callable<?>) ours.loadClass("App").getDeclaredConstructor().newInstance();
      var task = (RemoteCallable<?>) app.call();
      assertThatThrownBy(() -> pool.submit(task).get())
          .cause()
          .isInstanceOf(TaskFormatException.class)
          .hasMessage(
              "a lambda that was sent is not in App as the process that reads it has that class; is"
                  + " one of them an old build?");
    }
  }

  private static final String APPLICATION =
      """
      import java.io.Serializable;
      import java.util.concurrent.Callable;
      import orchestrate.pool.ProcessPool;

      public class Application implements Callable<String> {
        record Answer(long pid) implements Serializable {}

        public String call() throws Exception {
          try (ProcessPool pool = ProcessPool.of(1)) {
            Answer answer = pool.submit(() -> new Answer(ProcessHandle.current().pid())).get();
            return answer.pid() == ProcessHandle.current().pid() ? "here" : "elsewhere";
          }
        }
      }
      """;

  /** As in a servlet container: they belong to a loader of the application's own. */
  @Test
  void onesOfTheContextClassLoaderAreFoundByWorkers() throws Exception {
    Path classes = compiled("WEB-INF/classes with space", "Application", APPLICATION);
    try (URLClassLoader ofApplication = loader(classes, getClass().getClassLoader());
        URLClassLoader ofRequest = new URLClassLoader(new URL[0], ofApplication)) {
      Class<?> type = ofApplication.loadClass("Application");
      var application = (Callable<?>) type.getDeclaredConstructor().newInstance();
      assertThat(inContext(ofRequest, application)).isEqualTo("elsewhere");
    }
  }

  /**
   * As in an archive that has other archives in it: no JVM takes such a thing as its class path.
   */
  @Test
  void onesOfAnArchiveInAnArchiveAreRefusedWithAWayOut() throws Exception {
    Path classes = compiled("classes", "Application", APPLICATION);
    Path archive = folder.resolve("app.jar");
    List<Path> ours =
        Stream.of(ProcessPool.class, Guardian.class, Session.class)
            .map(part -> Path.of(URI.create(requireNonNull(OwnClassPath.placeOf(part)).toString())))
            .distinct()
            .toList();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(archive))) {
      add(classes, out);
      for (Path place : ours) {
        add(place, out);
      }
    }
    URL inside = URI.create("jar:" + archive.toUri() + "!/BOOT-INF/classes/").toURL();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {inside}, ClassLoader.getPlatformClassLoader())) {
      var application =
          (Callable<?>) loader.loadClass("Application").getDeclaredConstructor().newInstance();
      assertThatThrownBy(() -> inContext(loader, application))
          .hasMessage(
              "workers can't be started: orchestrate.pool.PoolWorker was loaded from %s, which a JVM"
                      .formatted(inside)
                  + " can't have on its class path; unpack the program (Spring Boot: java"
                  + " -Djarmode=tools -jar APP.jar extract) and start it from there, or say with"
                  + " ProcessPool.builder().classPath(...) where its classes and libraries are,"
                  + " orchestrate's among them");
    }
  }

  private static void add(Path classes, JarOutputStream out) throws IOException {
    if (!Files.isDirectory(classes)) {
      try (var jar = java.nio.file.FileSystems.newFileSystem(classes)) {
        addAll(jar.getPath("/"), out);
      }
    } else {
      addAll(classes, out);
    }
  }

  private static void addAll(Path root, OutputStream target) throws IOException {
    var out = (JarOutputStream) target;
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(file -> file.toString().endsWith(".class")).toList();
    }
    for (Path file : files) {
      String name = "BOOT-INF/classes/" + root.relativize(file);
      if (name.endsWith("module-info.class")) {
        continue;
      }
      try {
        out.putNextEntry(new JarEntry(name));
      } catch (java.util.zip.ZipException isThereAlready) {
        continue;
      }
      Files.copy(file, out);
    }
  }
}
