package orchestrate.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/** Compiles what a job has on its class path. */
final class Classes {
  private Classes() {}

  /**
   * Compiles one class into a folder.
   *
   * @param name its binary name
   */
  static void compile(Path folder, String name, String source) throws IOException {
    Path sources = Files.createTempDirectory(folder.getParent(), "sources-");
    Path file = sources.resolve(name.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                folder.toString(),
                "-cp",
                folder + ":" + System.getProperty("java.class.path"),
                file.toString());
    if (exitCode != 0) {
      throw new AssertionError("the test's own class does not compile: " + name);
    }
  }

  /** Puts one class into a new jar, in the place of a jar that is there. */
  static void jar(Path jar, String name, String source) throws IOException {
    jar(jar, name, source, new Manifest());
  }

  /** Makes a jar for the option {@code -javaagent}. */
  static void agent(Path jar, String name, String source) throws IOException {
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", name);
    jar(jar, name, source, manifest);
  }

  private static void jar(Path jar, String name, String source, Manifest manifest)
      throws IOException {
    Path folder = Files.createTempDirectory(jar.getParent(), "classes-");
    compile(folder, name, source);
    String entry = name.replace('.', '/') + ".class";
    Path fresh = Files.createTempFile(jar.getParent(), "fresh-", ".jar");
    try (var out = new JarOutputStream(Files.newOutputStream(fresh), manifest)) {
      out.putNextEntry(new JarEntry(entry));
      Files.copy(folder.resolve(entry), out);
      out.closeEntry();
    }
    Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING);
  }
}
