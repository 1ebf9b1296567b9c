package orchestrate.ipc.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What lets a JVM with the classes of this module start in a fraction of the time: a jar of them
 * with an AOT cache (JEP 483). They are made by the first who asks after a build, and used by all.
 */
public final class QuickStart {
  /** The classes as they are. */
  static final QuickStart PLAIN = new QuickStart("plain", (_, bytes) -> bytes);

  /** What is done to a class before it goes into the jar. */
  public interface Change {
    byte[] of(String className, byte[] bytes);
  }

  private final String name;
  private final Change change;
  private @Nullable List<String> options;

  public QuickStart(String name, Change change) {
    this.name = name;
    this.change = change;
  }

  /** The JVM options. */
  synchronized List<String> options() {
    if (options == null) {
      try {
        options = prepare();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return options;
  }

  /** Other test JVMs want the same, perhaps now. */
  private List<String> prepare() throws IOException {
    Path folder = Files.createDirectories(classes().getFirst().resolveSibling("quick-start"));
    Path made = folder.resolve(name + ".made");
    Path jar = folder.resolve(name + ".jar");
    Path cache = folder.resolve(name + ".aot");
    try (var channel =
            FileChannel.open(
                folder.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      String madeOf = describeClasses();
      if (!Files.exists(made) || !Files.readString(made).equals(madeOf)) {
        writeJar(jar);
        train(jar, cache);
        Files.writeString(made, madeOf);
      }
    }
    return options(jar, "-XX:AOTCache=" + cache);
  }

  /** The same only for the same classes and the same JVM. */
  private static String describeClasses() throws IOException {
    long count = 0;
    long newest = 0;
    for (Path folder : classes()) {
      for (Path file : filesIn(folder)) {
        count++;
        newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
      }
    }
    return "%d files until %d, %s".formatted(count, newest, Runtime.version());
  }

  private void writeJar(Path jar) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Path folder : classes()) {
        for (Path file : filesIn(folder)) {
          String entry = folder.relativize(file).toString();
          if (entry.endsWith(".class")) {
            out.putNextEntry(new JarEntry(entry));
            String className = entry.replaceFirst("\\.class$", "").replace('/', '.');
            out.write(change.of(className, Files.readAllBytes(file)));
          }
        }
      }
    }
  }

  /** The JVM writes the cache when it has done what others will do. */
  private static void train(Path jar, Path cache) throws IOException {
    Path base = Files.createTempDirectory("training");
    List<String> command = new ArrayList<>();
    command.add(Jvm.java());
    command.addAll(Jvm.OPTIONS);
    command.addAll(options(jar, "-XX:AOTCacheOutput=" + cache));
    command.addAll(List.of(TrainingMain.class.getName(), base.resolve("s").toString()));
    Path output = base.resolve("output");
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .onExit()
            .join()
            .exitValue();
    if (code != 0 || !Files.exists(cache)) {
      throw new AssertionError(
          "%s ended with %d: %s".formatted(command, code, Files.readString(output)));
    }
    Files.delete(output);
    Files.delete(base);
  }

  private static List<String> options(Path jar, String cacheOption) {
    String classPath =
        Stream.concat(Stream.of(jar.toString()), classPath().filter(entry -> isFile(entry)))
            .collect(Collectors.joining(File.pathSeparator));
    return List.of(cacheOption, "-cp", classPath);
  }

  private static boolean isFile(String entry) {
    return Files.isRegularFile(Path.of(entry));
  }

  /** The folders with the classes of this module, and of its tests. */
  private static List<Path> classes() {
    return classPath().map(entry -> Path.of(entry)).filter(entry -> isFolder(entry)).toList();
  }

  private static boolean isFolder(Path entry) {
    return Files.isDirectory(entry);
  }

  private static Stream<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> isFile(file.toString())).sorted().toList();
    }
  }
}
