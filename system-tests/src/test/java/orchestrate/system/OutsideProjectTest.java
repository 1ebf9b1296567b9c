package orchestrate.system;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import orchestrate.durable.DurableQueue;
import orchestrate.ipc.session.Session;
import orchestrate.task.Task;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What others can depend on: published into a repository, and used by a project that has nothing
 * but its coordinates.
 */
@Tag("thorough")
class OutsideProjectTest {
  private static final String BOM = "orchestrate-bom";
  private static final String OURS = "outside-project-test";

  @TempDir static Path folder;

  private static Path published;
  private static Path settings;
  private static List<String> libraries;

  @BeforeAll
  static void publish() throws Exception {
    Path root = Orchestrate.projectFile("bom").resolve("..").normalize();
    libraries = artifactsOf(root.resolve("bom/pom.xml"));
    Path sources = folder.resolve("sources");
    Maven.copySources(root, sources);
    published = folder.resolve("published");

    settings = folder.resolve("settings.xml");
    Files.writeString(settings, settings(published, Maven.repository()));
    String projects =
        Stream.concat(Stream.of(BOM), libraries.stream())
            .map(artifact -> ":" + artifact)
            .collect(joining(","));
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("deploy", "--activate-profiles=artifacts"));
    arguments.addAll(List.of("--also-make", "--projects=" + projects));
    arguments.addAll(List.of("-Dmaven.test.skip", "-Dspotless.check.skip"));
    arguments.add("-Dmaven.repo.local=" + Maven.repository());
    // Nothing is installed there, which is that of whoever runs this.
    arguments.add("-Dmaven.install.skip");
    // Only metadata, by the name of the repository: every deployment leaves that there.
    arguments.add("-DaltDeploymentRepository=" + OURS + "::" + published.toUri());
    if (Maven.isOffline()) { // Maven's own --offline would refuse to deploy, even into a folder.
      arguments.add("--settings=" + settings);
      // What is there is there, whatever repository it came from.
      arguments.add("-Daether.enhancedLocalRepository.trackingFilename=none");
    }

    Orchestrate.Result result = Maven.run(sources, arguments);

    assertThat(result.exitCode()).as(result.output() + result.errors()).isZero();
  }

  private static List<String> artifactsOf(Path bom) throws Exception {
    var factory = DocumentBuilderFactory.newDefaultInstance();
    var document = factory.newDocumentBuilder().parse(bom.toFile());
    // What it inherited would be imposed upon all who import it.
    assertThat(document.getElementsByTagName("parent").getLength()).isZero();
    NodeList dependencies = document.getElementsByTagName("dependency");
    return IntStream.range(0, dependencies.getLength())
        .mapToObj(i -> (Element) dependencies.item(i))
        .map(dependency -> dependency.getElementsByTagName("artifactId").item(0).getTextContent())
        .toList();
  }

  @Test
  void librariesArePublishedWithSourcesAndJavadocAndNothingElseIs() throws IOException {
    assertThat(namesIn(published.resolve("orchestrate")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("orchestrate", BOM), libraries.stream()).toList());
    for (String library : libraries) {
      assertThat(filesOf(library, ".pom")).hasSize(1);
      assertThat(filesOf(library, "-sources.jar")).hasSize(1);
      assertThat(filesOf(library, "-javadoc.jar")).hasSize(1);
    }
  }

  @Test
  void eachSaysWhichModuleItIs() throws IOException {
    assertThat(moduleOf("orchestrate-shared-ipc")).isEqualTo("orchestrate.ipc");
    assertThat(moduleOf("orchestrate-durable-queue")).isEqualTo("orchestrate.durable");
    assertThat(moduleOf("orchestrate-worker")).isEqualTo("orchestrate.worker");
    assertThat(moduleOf("orchestrate-pool")).isEqualTo("orchestrate.pool");
  }

  /** Built in another folder, at another time, they are what this build has made. */
  @Test
  void theSameSourcesMakeTheSameJars() throws Exception {
    for (Class<?> type : List.of(Session.class, DurableQueue.class, Task.class)) {
      URI here = type.getProtectionDomain().getCodeSource().getLocation().toURI();
      if (Files.isRegularFile(Path.of(here))) { // not in an IDE
        String library = Path.of(here).getFileName().toString().replaceFirst("-\\d.*", "");
        assertThat(jarOf(library)).hasSameBinaryContentAs(Path.of(here));
      }
    }
  }

  @Test
  void aProjectNeedsNothingButTheirCoordinates() throws Exception {
    Path project = folder.resolve("outside");
    Maven.copySources(Orchestrate.projectFile("system-tests/src/test/projects/outside"), project);

    Orchestrate.Result built =
        Maven.run(
            project,
            List.of(
                "package",
                "--settings=" + settings,
                "-Dmaven.repo.local=" + folder.resolve("repository")));

    assertThat(built.exitCode()).as(built.output() + built.errors()).isZero();
    assertThat(namesIn(project.resolve("target/lib")))
        .anyMatch(name -> name.startsWith("orchestrate-shared-ipc-"))
        .noneMatch(name -> name.startsWith("chronicle-analytics"));

    Orchestrate.Result counted = run(project, "outside.Main");
    assertThat(counted.exitCode()).as(counted.errors()).isZero();
    assertThat(counted.output()).isEqualTo("[one, two] have counted to 2000\n");

    Orchestrate.Result squared = run(project, "outside.Squares");
    assertThat(squared.exitCode()).as(squared.errors()).isZero();
    assertThat(squared.output()).isEqualTo("[1, 4, 9] true hello, pool\n");

    Orchestrate.Result greeted = new JobFolder(project).run();
    assertThat(greeted.exitCode()).as(greeted.output()).isZero();
    assertThat(project.resolve("greeting.txt")).hasContent("hello, outside");
  }

  private static Orchestrate.Result run(Path project, String main) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String flags =
        "--enable-native-access=ALL-UNNAMED"
            + " --add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
            + " --add-exports=java.base/sun.nio.ch=ALL-UNNAMED";
    Path place = Orchestrate.sharedMemory(project);
    try (var program =
        Orchestrate.startProgram(
            project,
            Map.of("JDK_JAVA_OPTIONS", flags),
            List.of(java, "-cp", "target/outside-1.jar:target/lib/*", main, place.toString()))) {
      return program.await();
    }
  }

  /**
   * What is ours comes from one folder, what is others' from what the surrounding build has
   * fetched.
   */
  private static String settings(Path ours, Path others) {
    return """
        <settings>
          <mirrors>
            <mirror>
              <id>others</id>
              <mirrorOf>*,!%1$s</mirrorOf>
              <url>%2$s</url>
            </mirror>
          </mirrors>
          <profiles>
            <profile>
              <id>ours</id>
              <repositories>
                <repository>
                  <id>%1$s</id>
                  <url>%3$s</url>
                </repository>
              </repositories>
            </profile>
          </profiles>
          <activeProfiles>
            <activeProfile>ours</activeProfile>
          </activeProfiles>
        </settings>
        """
        .formatted(OURS, others.toUri(), ours.toUri());
  }

  /** As the module system finds it. */
  private static String moduleOf(String library) throws IOException {
    return ModuleFinder.of(jarOf(library)).findAll().iterator().next().descriptor().name();
  }

  /** It is called by the moment of its publication, until there is a release. */
  private static Path jarOf(String library) throws IOException {
    return filesOf(library, ".jar").stream()
        .filter(file -> !file.toString().matches(".*-(sources|javadoc)\\.jar"))
        .reduce(
            (one, other) -> {
              throw new AssertionError("two jars: " + one + ", " + other);
            })
        .orElseThrow();
  }

  private static List<Path> filesOf(String library, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(published.resolve("orchestrate").resolve(library))) {
      return files.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
