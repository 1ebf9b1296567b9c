package orchestrate.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries whose class files are too old for the start-up caches are brought up to date. */
class RenewClassFilesTest {
  private static final FileTime BUILT = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path folder;

  @Test
  void renewsOldClassesAndNothingElse() throws Exception {
    byte[] old = choice("Old", ClassFile.JAVA_5_VERSION);
    byte[] young = choice("Young", ClassFile.JAVA_17_VERSION);
    byte[] text = "text".getBytes(UTF_8);
    Path mixed = jar("mixed.jar", Map.of("Old.class", old, "Young.class", young, "a.txt", text));
    Path upToDate = jar("new.jar", Map.of("Young.class", young));
    byte[] before = Files.readAllBytes(upToDate);

    assertThat(renew()).isEqualTo(mixed + ": 1 class files are of version 52 now\n");

    try (var loader = new URLClassLoader(new URL[] {mixed.toUri().toURL()}, null)) {
      assertThat(bytes(loader, "Old.class")[7]).isEqualTo((byte) ClassFile.JAVA_8_VERSION);
      // A class of this version is only verified if it has stack maps.
      var choose = loader.loadClass("Old").getMethod("choose", boolean.class);
      assertThat(choose.invoke(null, true)).isEqualTo(1);
      assertThat(choose.invoke(null, false)).isEqualTo(2);
      assertThat(bytes(loader, "Young.class")).isEqualTo(young);
      assertThat(bytes(loader, "a.txt")).isEqualTo(text);
    }
    assertThat(Files.getLastModifiedTime(mixed)).isEqualTo(BUILT);
    assertThat(upToDate).hasBinaryContent(before);
    assertThat(renew()).isEmpty();
  }

  /** A class with a branch: {@code static int choose(boolean first)} is 1 or 2. */
  private static byte[] choice(String name, int version) {
    var type = MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_boolean);
    return ClassFile.of()
        .build(
            ClassDesc.of(name),
            builder ->
                builder
                    .withVersion(version, 0)
                    .withFlags(ClassFile.ACC_PUBLIC)
                    .withMethodBody(
                        "choose",
                        type,
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                        code ->
                            code.iload(0)
                                .ifThenElse(
                                    first -> first.iconst_1().ireturn(),
                                    second -> second.iconst_2().ireturn())));
  }

  private Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path jar = folder.resolve(name);
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return Files.setLastModifiedTime(jar, BUILT);
  }

  private static byte[] bytes(ClassLoader loader, String name) throws IOException {
    try (var stream = loader.getResourceAsStream(name)) {
      return stream.readAllBytes();
    }
  }

  private String renew() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path source = Orchestrate.projectFile("coordinator/src/build/RenewClassFiles.java");
    var process =
        new ProcessBuilder(java.toString(), source.toString(), folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }
}
