package orchestrate.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The example {@code jar-census}, on jars whose contents are known. */
@Tag("thorough")
class JarCensusTest {
  @TempDir Path temp;
  private Path job;
  private Path root;

  /** What the census has to say, by the path of the jar. */
  private final SortedMap<String, String> expectedRows = new TreeMap<>();

  @BeforeEach
  void copyTheExample() throws IOException {
    temp = temp.toRealPath();
    job = Files.createDirectory(temp.resolve("job"));
    root = Files.createDirectory(temp.resolve("all jars"));
    for (String file : List.of("job.yaml", "CountClasses.java", "WriteCensus.java")) {
      Files.copy(Orchestrate.projectFile("examples/jar-census").resolve(file), job.resolve(file));
    }
  }

  @Test
  void countsWhatIsInTheJarsOfThisRunAlone() throws Exception {
    makeJars();
    Files.writeString(root.resolve("notes.txt"), "not a jar");
    Files.write(root.resolve("line\nbreak.jar"), new byte[0]);

    Orchestrate.Result all = runCensus(root);

    assertThat(all.errors()).isEmpty();
    assertThat(all.exitCode()).as(all.output()).isZero();
    assertThat(all.output()).contains("17 jars, 31 classes, 3 class names in more than one jar");
    byte[] census = Files.readAllBytes(census());
    assertThat(census).asString(UTF_8).isEqualTo(expectedCensus());

    Files.delete(census());
    runCensus(root);

    assertThat(census()).hasBinaryContent(census);

    Orchestrate.Result none = runCensus(Files.createDirectory(root.resolve("no jars")));

    assertThat(none.exitCode()).as(none.output()).isZero();
    assertThat(none.output()).contains("0 jars, 0 classes, 0 class names in more than one jar");
    assertThat(census()).hasContent("path,classes,java,sha256\n");
  }

  @Test
  void aCorruptJarFailsAndTheOthersAreCounted() throws Exception {
    makeJars();
    Path truncated = makeJar("bad/truncated one.jar", 1, 8, Map.of("a/A.class", classFile(52)));
    cutOff(truncated);
    Path flipped = makeJar("bad/flipped.jar", 1, 8, Map.of("a/A.class", classFile(52)));
    flipByte(flipped);

    Orchestrate.Result result = runCensus(root);

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .contains("can't read " + truncated + ": ")
        .contains("can't read " + flipped + ": wrong checksum of a/A.class");
    JsonNode json = resultJson();
    assertThat(json.get("firstFailures"))
        .extracting(failure -> failure.get("reason").asString())
        .satisfiesExactlyInAnyOrder(
            reason -> assertThat(reason).contains(truncated.toString()),
            reason -> assertThat(reason).contains(flipped.toString()));
    JsonNode count = json.get("tasks").get(1);
    assertThat(count.get("name").asString()).isEqualTo("count");
    assertThat(count.get("failed").asInt()).isEqualTo(2);
    assertThat(count.get("succeeded").asInt()).isEqualTo(expectedRows.size() - 2);
    assertThat(census()).doesNotExist();
  }

  /**
   * Two jars are pipes at first: a worker that reads one waits, so that it is surely amid it when
   * it is killed.
   */
  @Test
  void killedWorkersChangeNothing() throws Exception {
    makeJars();
    Path firstJar = makeJar("0.jar", 1, 8, Map.of("a/A.class", classFile(52)));
    Path secondJar = makeJar("1.jar", 1, 8, Map.of("a/B.class", classFile(52)));
    Path jobFile = job.resolve("job.yaml");
    String text = Files.readString(jobFile);
    assertThat(text).contains(" -type f ");
    Files.writeString(jobFile, text.replace(" -type f ", " ! -type d "));
    Path firstPlace = replaceByPipe(firstJar);
    Path secondPlace = replaceByPipe(secondJar);

    try (var orchestrate =
            Orchestrate.start(temp, "run", "job/job.yaml", "-j", "2", "-p", "root=" + root);
        OutputStream _ = openWhenRead(firstJar);
        OutputStream _ = openWhenRead(secondJar)) {
      Files.move(firstPlace, firstJar, StandardCopyOption.ATOMIC_MOVE);
      Files.move(secondPlace, secondJar, StandardCopyOption.ATOMIC_MOVE);
      List<ProcessHandle> workers = orchestrate.workers();
      assertThat(workers).hasSizeGreaterThanOrEqualTo(2);
      workers.forEach(ProcessHandle::destroyForcibly);

      Orchestrate.Result result = orchestrate.await();

      assertThat(result.output()).contains("killed by SIGKILL");
      assertThat(result.exitCode()).as(result.output()).isZero();
    }
    assertThat(resultJson().get("tasks").get(1).get("retries").asInt()).isEqualTo(2);
    assertThat(census()).hasContent(expectedCensus());
  }

  private Orchestrate.Result runCensus(Path folder) throws Exception {
    return Orchestrate.run(temp, "run", "job/job.yaml", "-p", "root=" + folder);
  }

  private Path census() {
    return job.resolve("census.csv");
  }

  private String expectedCensus() {
    return "path,classes,java,sha256\n" + String.join("", expectedRows.values());
  }

  private JsonNode resultJson() throws IOException {
    try (Stream<Path> runs = Files.list(job.resolve(".orchestrate/runs"))) {
      Path run = runs.toList().getLast();
      return JsonMapper.shared().readTree(Files.readString(run.resolve("result.json")));
    }
  }

  private void makeJars() throws Exception {
    makeJar(
        "plain.jar",
        2,
        8,
        Map.of("a/A.class", classFile(52), "a/B.class", classFile(52), "a/", new byte[0]));
    makeJar(
        "Upper case comes first.jar",
        2,
        11,
        Map.of("a/A.class", classFile(55), "z/OnlyHere.class", classFile(49)));
    makeJar("a/deep/er/nested.jar", 1, 21, Map.of("b/C.class", classFile(65)));
    makeJar("a-deep.jar", 1, 22, Map.of("b/D.class", classFile(66)));
    makeJar("folder.jar/within.jar", 1, 1, Map.of("b/E.class", classFile(45)));
    makeJar("no classes.jar", 0, 0, Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"));
    makeJar("no entries.jar", 0, 0, Map.of());
    makeJar("odd/$(echo) `it's` \\n.jar", 1, 8, Map.of("odd/Odd.class", classFile(52)));
    makeJar("odd/Odd.class is no class.jar", 1, 0, Map.of("odd/Odd.class", "not a class file"));
    makeJar(
        "several releases.jar",
        4,
        17,
        Map.of(
            "p/Q.class", classFile(52),
            "META-INF/versions/17/p/Q.class", classFile(61),
            "META-INF/versions/9/module-info.class", classFile(53),
            "module-info.class", classFile(53)));
    makeJar(
        "compiled.jar",
        2,
        25,
        Map.of("module-info.class", classFile(53), "t/JarCensusTest.class", thisClass()));
    for (int i = 0; i < 5; i++) {
      makeJar(
          "many/%d.jar".formatted(i),
          3,
          9,
          Map.of(
              "shared/Shared.class",
              classFile(53),
              "many/M%d.class".formatted(i),
              classFile(53),
              "many/N%d.class".formatted(i),
              classFile(53)));
    }
    Path quotes = makeJar("\"quoted\", and more.jar", 1, 8, Map.of("q/Q.class", classFile(52)));
    expectedRows.put(
        quotes.toString(),
        "\"%s/\"\"quoted\"\", and more.jar\",1,8,%s\n".formatted(root, sha256(quotes)));
  }

  /**
   * @param contents bytes, or a text, by the entry's name
   */
  private Path makeJar(String name, int classes, int java, Map<String, Object> contents)
      throws Exception {
    Path jar = root.resolve(name);
    Files.createDirectories(jar.getParent());
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (var content : new TreeMap<>(contents).entrySet()) {
        byte[] bytes =
            content.getValue() instanceof byte[] array
                ? array
                : content.getValue().toString().getBytes(UTF_8);
        zip.putNextEntry(entry(content.getKey(), bytes));
        zip.write(bytes);
      }
    }
    expectedRows.put(jar.toString(), "%s,%d,%d,%s\n".formatted(jar, classes, java, sha256(jar)));
    return jar;
  }

  /** Folders are stored, as the command jar does; all else is compressed. */
  private static ZipEntry entry(String name, byte[] bytes) {
    var entry = new ZipEntry(name);
    if (name.endsWith("/")) {
      var checksum = new CRC32();
      checksum.update(bytes);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(checksum.getValue());
    }
    return entry;
  }

  /** Starts as a class file does; what follows can't be compressed. */
  private static byte[] classFile(int majorVersion) {
    var bytes = new byte[4096];
    new Random(majorVersion).nextBytes(bytes);
    ByteBuffer.wrap(bytes).putInt(0xCAFEBABE).putShort((short) 0).putShort((short) majorVersion);
    return bytes;
  }

  private static byte[] thisClass() throws IOException {
    try (InputStream in = JarCensusTest.class.getResourceAsStream("JarCensusTest.class")) {
      assertThat(in).isNotNull();
      return in.readAllBytes();
    }
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }

  private static void cutOff(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(bytes, 0, bytes.length * 2 / 3);
    }
  }

  /** Changes one byte of what the only entry holds. */
  private static void flipByte(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  /** Gives the place where the jar is now. */
  private Path replaceByPipe(Path jar) throws Exception {
    Path place = Files.move(jar, temp.resolve(jar.getFileName()));
    assertThat(new ProcessBuilder("mkfifo", jar.toString()).inheritIO().start().waitFor()).isZero();
    return place;
  }

  /** Opens the pipe; the system lets that wait until somebody reads it. */
  private static OutputStream openWhenRead(Path pipe) throws Exception {
    var opened = new CompletableFuture<OutputStream>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                opened.complete(Files.newOutputStream(pipe));
              } catch (IOException e) {
                opened.completeExceptionally(new UncheckedIOException(e));
              }
            });
    return opened.get(3, MINUTES);
  }
}
