package orchestrate.coordinator.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import orchestrate.coordinator.files.Sha256;
import orchestrate.coordinator.files.Trees;
import orchestrate.worker.ClassPath;

/**
 * Compiles single source files, once: the classes are kept by the content of the source and of the
 * class path, so a changed file is compiled anew and an unchanged one never.
 */
final class JavaSources {
  private final Path known;
  private final Path cache;

  /**
   * @param known folder of classes that earlier runs have compiled
   * @param cache where those go that it lacks: the same folder if they are to be kept
   */
  JavaSources(Path known, Path cache) {
    this.known = known;
    this.cache = cache;
  }

  /**
   * The folder with the classes of {@code source}.
   *
   * @param userClassPath what it may use besides the task API
   * @throws CompilationException if it doesn't compile
   */
  Path compile(Path source, List<Path> userClassPath) throws IOException, CompilationException {
    var classPath =
        new ClassPath(
            Stream.concat(TaskApi.compilePath().stream(), userClassPath.stream()).toList());
    String key = key(source, classPath);
    if (Files.isDirectory(known.resolve(key))) {
      return known.resolve(key);
    }
    Path classes = cache.resolve(key);
    if (!Files.isDirectory(classes)) {
      Files.createDirectories(cache);
      Path fresh = Files.createTempDirectory(cache, "compiling-");
      try {
        compile(source, classPath, fresh);
        publish(fresh, classes);
      } finally {
        Trees.delete(fresh);
      }
    }
    return classes;
  }

  private static void compile(Path source, ClassPath classPath, Path output)
      throws IOException, CompilationException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new CompilationException(
          List.of(
              CompilationError.ofWhole(
                  source,
                  "%s can't be compiled: this Java at %s has no compiler (a JRE); set JAVA_HOME to a JDK"
                      .formatted(source, System.getProperty("java.home")))));
    }
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    try (StandardJavaFileManager files =
            compiler.getStandardFileManager(diagnostics, Locale.ROOT, UTF_8);
        var visible = new VisibleFiles(files)) {
      List<String> options =
          List.of(
              "-d",
              output.toString(),
              "-classpath",
              classPath.toString(),
              // Only this file: what the cache's key covers is all that goes in.
              "-sourcepath",
              output.toString(),
              "-implicit:none",
              "-parameters",
              "-proc:none");
      boolean compiled =
          compiler
              .getTask(null, visible, diagnostics, options, null, files.getJavaFileObjects(source))
              .call();
      if (!compiled) {
        throw new CompilationException(errors(source, diagnostics));
      }
    }
  }

  private static List<CompilationError> errors(
      Path source, DiagnosticCollector<JavaFileObject> diagnostics) {
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(diagnostic -> CompilationError.of(source, diagnostic))
        .toList();
  }

  /** Another run may have compiled the same meanwhile: then its classes are as good as ours. */
  private static void publish(Path fresh, Path classes) throws IOException {
    try {
      Files.move(fresh, classes, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(classes)) {
        throw e;
      }
    }
  }

  private static String key(Path source, ClassPath classPath) throws IOException {
    return new Sha256()
        .add(Runtime.version().toString())
        .add(source.getFileName().toString())
        .add(Sha256.of(source))
        .add(classPath + "|" + classPath.stamp())
        .hex();
  }
}
