package orchestrate.coordinator.fresh;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import orchestrate.coordinator.files.JobFiles;
import orchestrate.coordinator.files.Sha256;
import orchestrate.coordinator.fresh.Fingerprint.Kind;
import orchestrate.coordinator.fresh.Fingerprint.Part;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every look is that of another run, which knows only what is in the files. */
class InspectorTest {
  private static final String UNKNOWN = "it is not known to have succeeded here";

  @TempDir Path folder;
  private Map<Part, String> parts = Map.of(Part.of(Kind.COMMAND), "cc");
  private Map<String, Path> classPath = Map.of();
  private List<String> inputs = List.of("a.c", "lib/**/*.h");
  private List<String> outputs = List.of("out");
  private boolean cached;

  @BeforeEach
  void setUp() throws IOException {
    write("a.c", "a");
    write("lib/deep/x.h", "x");
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Inspector inspector() {
    return new Inspector("run 1", new JobFiles(folder), folder.resolve(".orchestrate/cache"));
  }

  private Work work() {
    return new Work("task", Sha256.of("task"), parts, classPath, inputs, outputs, cached);
  }

  private @Nullable String why() throws Exception {
    Inspector inspector = inspector();
    Reasons reasons = inspector.whyDue(inspector.begin(work()));
    return reasons == null ? null : reasons.brief();
  }

  /** Runs it as a run would. */
  private void succeed() throws Exception {
    Files.createDirectories(folder.resolve(".orchestrate"));
    Inspector inspector = inspector();
    Begun begun = inspector.begin(work());
    write("out/one", "1");
    write("out/two", "2");
    inspector.succeeded(begun, Map.of("key", "value"));
  }

  @Test
  void onceItHasSucceededItIsUpToDate() throws Exception {
    assertThat(why()).isEqualTo(UNKNOWN);

    succeed();

    assertThat(why()).isNull();
    assertThat(inspector().begin(work()).values()).containsExactly(Map.entry("key", "value"));
  }

  @Test
  void inputsCountByWhatIsInThem() throws Exception {
    succeed();
    Files.setLastModifiedTime(folder.resolve("a.c"), FileTime.fromMillis(1));
    Files.copy(folder.resolve("lib/deep/x.h"), folder.resolve("copy"));
    Files.move(
        folder.resolve("copy"),
        folder.resolve("lib/deep/x.h"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(why()).isNull();

    write("a.c", "b");
    assertThat(why()).isEqualTo("a.c changed");
    write("a.c", "a");
    assertThat(why()).isNull();
    write("lib/y.h", "y");
    assertThat(why()).isEqualTo("lib/y.h is new");
    Files.delete(folder.resolve("lib/y.h"));
    Files.delete(folder.resolve("lib/deep/x.h"));
    assertThat(why()).isEqualTo("lib/deep/x.h is gone");
  }

  @Test
  void whatItIsToldCountsToo() throws Exception {
    succeed();
    parts = Map.of(Part.of(Kind.COMMAND), "cc -O2");
    assertThat(why()).isEqualTo("its command changed");
    parts = Map.of(Part.of(Kind.COMMAND), "cc");
    outputs = List.of("out", "b");
    assertThat(why()).isEqualTo("the names of its outputs changed");
  }

  @Test
  void outputsMustBeAsItLeftThem() throws Exception {
    succeed();
    write("out/three", "not its own");
    assertThat(why()).isNull();

    write("out/one", "changed");
    assertThat(why()).isEqualTo("its output out/one changed");
    write("out/one", "1");
    assertThat(why()).isNull();
    Files.delete(folder.resolve("out/two"));
    assertThat(why()).isEqualTo("its output out/two is gone");
  }

  @Test
  void anEmptyFolderIsAnOutput() throws Exception {
    outputs = List.of("empty");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    succeed();
    assertThat(why()).isNull();

    Files.delete(empty);
    assertThat(why()).isEqualTo("its output empty is gone");
  }

  /** Else it would never be up to date. */
  @Test
  void whatItMakesItselfIsNoInput() throws Exception {
    inputs = List.of("**");
    succeed();
    assertThat(why()).isNull();
  }

  @Test
  void withoutInputsItIsDoneOnce() throws Exception {
    inputs = List.of();
    outputs = List.of();
    assertThat(why()).isEqualTo(UNKNOWN);
    succeed();
    assertThat(why()).isNull();
  }

  @Test
  void anInputThatIsNamedMustBeThere() throws Exception {
    inputs = List.of("*.none");
    assertThat(why()).isEqualTo(UNKNOWN);
    inputs = List.of("lib");
    assertThat(why()).isEqualTo(UNKNOWN);
    inputs = List.of("none.c");
    assertThatThrownBy(this::why)
        .isInstanceOf(MissingInputException.class)
        .hasMessage("its input " + folder.resolve("none.c") + " is not there");
  }

  /** It was made to run, or its output was lost: how it went then is what is known. */
  @Test
  void aFailureOutdoesAnEarlierSuccessWithTheSame() throws Exception {
    succeed();
    Inspector inspector = inspector();
    inspector.failed(inspector.begin(work()));
    assertThat(why()).isEqualTo(UNKNOWN);
  }

  @Test
  void aFailureWithSomethingElseSaysNothingOfIt() throws Exception {
    succeed();
    write("a.c", "b");
    Inspector inspector = inspector();
    inspector.failed(inspector.begin(work()));
    assertThat(why()).isEqualTo("a.c changed");
    write("a.c", "a");
    assertThat(why()).isNull();
  }

  /** What was changed while it ran may have been read before or after. */
  @Test
  void inputsCountAsTheyWereWhenItBegan() throws Exception {
    Files.createDirectories(folder.resolve(".orchestrate"));
    Inspector inspector = inspector();
    Begun begun = inspector.begin(work());
    write("a.c", "changed while it ran");
    write("out/one", "1");
    inspector.succeeded(begun, Map.of());

    assertThat(why()).isEqualTo("a.c changed");
  }

  @Test
  void classesCountByWhatIsInThem() throws Exception {
    write("classes/A.class", "a");
    write("b.jar", "b");
    classPath = Map.of("Task.java", folder.resolve("classes"), "b.jar", folder.resolve("b.jar"));
    succeed();
    write("b.jar", "b");
    assertThat(why()).isNull();

    write("classes/A.class", "b");
    assertThat(why()).isEqualTo("Task.java changed");
    write("classes/A.class", "a");
    write("b.jar", "c");
    assertThat(why()).isEqualTo("b.jar changed");
  }

  private @Nullable Restored restore() throws Exception {
    Inspector inspector = inspector();
    Begun begun = inspector.begin(work());
    assertThat(inspector.whyDue(begun)).isNotNull();
    return inspector.restore(begun);
  }

  private void succeed(Map<String, String> files) throws Exception {
    Files.createDirectories(folder.resolve(".orchestrate"));
    Inspector inspector = inspector();
    Begun begun = inspector.begin(work());
    for (Map.Entry<String, String> file : files.entrySet()) {
      write(file.getKey(), file.getValue());
    }
    inspector.succeeded(begun, Map.of("key", files.toString()));
  }

  @Test
  void outputsArePutBack() throws Exception {
    cached = true;
    succeed(Map.of("out/one", "1", "out/deep/two", "2"));
    Files.delete(folder.resolve("out/deep/two"));
    Files.delete(folder.resolve("out/deep"));
    write("out/one", "changed");
    write("out/other", "stays");

    assertThat(restore()).extracting(Restored::files).isEqualTo(2L);

    assertThat(folder.resolve("out/one")).hasContent("1");
    assertThat(folder.resolve("out/deep/two")).hasContent("2");
    assertThat(folder.resolve("out/other")).hasContent("stays");
    assertThat(why()).isNull();
  }

  @Test
  void whoGoesBackFindsWhatWasThere() throws Exception {
    cached = true;
    succeed(Map.of("out/one", "1"));
    write("a.c", "b");
    assertThat(restore()).isNull();
    succeed(Map.of("out/one", "2", "out/new", "2", "out/mine", "2"));
    write("out/mine", "changed by hand");
    write("a.c", "a");

    Restored restored = requireNonNull(restore());

    assertThat(restored.success().values()).containsEntry("key", "{out/one=1}");
    assertThat(folder.resolve("out/one")).hasContent("1");
    assertThat(folder.resolve("out/new")).as("the other state's alone").doesNotExist();
    assertThat(folder.resolve("out/mine")).exists();
    assertThat(why()).isNull();
    write("a.c", "b");
    assertThat(restore()).extracting(Restored::files).isEqualTo(3L);
  }

  @Test
  void whatIsNotKeptIsMadeAnew() throws Exception {
    cached = true;
    succeed(Map.of("out/one", "1"));
    Files.delete(folder.resolve("out/one"));
    inspector().trim(0);
    assertThat(restore()).isNull();

    cached = false;
    succeed(Map.of("out/one", "1"));
    Files.delete(folder.resolve("out/one"));
    assertThat(restore()).isNull();
  }

  @Test
  void nothingIsPutBackThroughALink() throws Exception {
    cached = true;
    succeed(Map.of("out/one", "1"));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.delete(folder.resolve("out/one"));
    Files.delete(folder.resolve("out"));
    Files.createSymbolicLink(folder.resolve("out"), elsewhere);

    assertThatThrownBy(this::restore).isInstanceOf(IOException.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aFailureForgetsWhatIsKept() throws Exception {
    cached = true;
    succeed(Map.of("out/one", "1"));
    Inspector inspector = inspector();
    inspector.failed(inspector.begin(work()));

    assertThat(restore()).isNull();
  }

  /** Two runs, and a third that makes room, where what is kept is shared. */
  @Test
  void manyRunsMayKeepAndPutBackAtATime() throws Exception {
    Path cache = Files.createDirectories(folder.resolve(".orchestrate")).resolve("cache");
    var over = new AtomicBoolean();
    try (var threads = Executors.newFixedThreadPool(3)) {
      Future<?> trimming =
          threads.submit(
              () -> {
                while (!over.get()) {
                  new Inspector("trims", new JobFiles(folder), cache).trim(4_000);
                }
                return null;
              });
      List<Future<Integer>> runs = new ArrayList<>();
      for (String name : List.of("one", "two")) {
        runs.add(threads.submit(() -> makeAgainAndAgain(folder.resolve(name), cache)));
      }
      for (Future<Integer> run : runs) {
        assertThat(run.get()).as("how often something was put back").isPositive();
      }
      over.set(true);
      trimming.get();
    }
  }

  private static int makeAgainAndAgain(Path job, Path cache) throws Exception {
    Files.createDirectories(job.resolve("out"));
    var random = new Random(7);
    int restored = 0;
    for (int round = 0; round < 300; round++) {
      String text = "text %d ".formatted(random.nextInt(5)).repeat(50);
      Files.writeString(job.resolve("source"), text);
      var inspector = new Inspector("run " + round, new JobFiles(job), cache);
      Begun begun =
          inspector.begin(
              new Work(
                  "task",
                  Sha256.of(job.toString()),
                  Map.of(),
                  Map.of(),
                  List.of("source"),
                  List.of("out"),
                  true));
      if (inspector.whyDue(begun) != null) {
        if (inspector.restore(begun) == null) {
          Files.writeString(job.resolve("out/made"), "made of " + text);
          inspector.succeeded(begun, Map.of());
        } else {
          restored++;
        }
      }
      assertThat(job.resolve("out/made")).hasContent("made of " + text);
    }
    return restored;
  }

  @Test
  void itIsKnownWhichRunHasDoneIt() throws Exception {
    succeed();
    Files.setLastModifiedTime(folder.resolve("a.c"), FileTime.fromMillis(1));
    var later = new Inspector("run 2", new JobFiles(folder), folder.resolve(".orchestrate/cache"));

    Begun begun = later.begin(work());

    assertThat(begun.lastRun()).isEqualTo("run 1");
    assertThat(later.whyDue(begun)).isNull();
    assertThat(inspector().begin(work()).lastRun())
        .as("it was not done once more")
        .isEqualTo("run 1");
  }

  @Test
  void anOnlookerChangesNothing() throws Exception {
    succeed();
    Path cache = folder.resolve(".orchestrate/cache");
    String before = contents(cache);
    Files.setLastModifiedTime(folder.resolve("a.c"), FileTime.fromMillis(1));

    Inspector onlooker = Inspector.onlooker(new JobFiles(folder), cache);

    assertThat(onlooker.whyDue(onlooker.begin(work()))).isNull();
    assertThat(contents(cache)).isEqualTo(before);
    write("a.c", "b");
    onlooker = Inspector.onlooker(new JobFiles(folder), cache);
    assertThat(onlooker.whyDue(onlooker.begin(work()))).isEqualTo(Reasons.of("a.c changed"));
    assertThat(contents(cache)).isEqualTo(before);
  }

  private static String contents(Path tree) throws IOException {
    try (var files = Files.walk(tree)) {
      var all = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.append(file).append(' ').append(Sha256.of(file)).append('\n');
      }
      return all.toString();
    }
  }
}
