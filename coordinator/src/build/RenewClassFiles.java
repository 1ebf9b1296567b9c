import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the class files in the jars of a folder a version that the AOT cache can hold, and with it
 * the stack maps by which the JVM verifies them quickly. A jar in which none is older stays as it
 * is. The launcher runs this in a checkout before it makes the caches.
 *
 * <p>Argument: the folder.
 */
final class RenewClassFiles {
  /** Java 8: older ones than Java 6 can't be held, and this one all libraries are tested with. */
  private static final int VERSION = ClassFile.JAVA_8_VERSION;

  private RenewClassFiles() {}

  public static void main(String[] arguments) throws IOException {
    try (var jars = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
      for (Path jar : jars) {
        renew(jar);
      }
    }
  }

  private static void renew(Path jar) throws IOException {
    var renewed = new ByteArrayOutputStream();
    int old = 0;
    try (var from = new ZipFile(jar.toFile());
        var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        var to = new ZipOutputStream(renewed)) {
      ClassFile classFiles = classFiles(loader);
      for (ZipEntry entry : Collections.list(from.entries())) {
        byte[] content = from.getInputStream(entry).readAllBytes();
        if (isOld(entry.getName(), content)) {
          content = renew(classFiles, content);
          old++;
        }
        var copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        to.putNextEntry(copy);
        to.write(content);
      }
    }
    if (old > 0) {
      Path temporary = jar.resolveSibling(jar.getFileName() + ".new");
      Files.write(temporary, renewed.toByteArray());
      // It is no newer than the build, and than the caches that are about to be made.
      Files.setLastModifiedTime(temporary, Files.getLastModifiedTime(jar));
      Files.move(temporary, jar, StandardCopyOption.ATOMIC_MOVE);
      System.out.printf("%s: %d class files are of version %d now%n", jar, old, VERSION);
    }
  }

  /** Stack maps name common superclasses: those are looked up in the jar, then in the JDK. */
  private static ClassFile classFiles(ClassLoader jar) {
    var hierarchy = ClassHierarchyResolver.ofResourceParsing(jar);
    return ClassFile.of(
        StackMapsOption.GENERATE_STACK_MAPS,
        ClassHierarchyResolverOption.of(
            hierarchy.orElse(ClassHierarchyResolver.defaultResolver()).cached()));
  }

  private static boolean isOld(String name, byte[] content) {
    return name.endsWith(".class") && (content[6] << 8 | content[7] & 0xff) < VERSION;
  }

  private static byte[] renew(ClassFile classFiles, byte[] content) {
    ClassModel model = classFiles.parse(content);
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    // Bodies that aren't transformed would be copied as they are, without stack maps.
    return classFiles.transformClass(
        model, version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }
}
