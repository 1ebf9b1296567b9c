package orchestrate.system;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The example {@code java-build}. */
@Tag("thorough")
class JavaBuildTest {
  @TempDir Path path;
  private JobFolder folder;

  @BeforeEach
  void copy() throws IOException {
    folder = new JobFolder(path);
    Path example = Orchestrate.projectFile("examples/java-build");
    try (Stream<Path> tree = Files.walk(example)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        Path name = example.relativize(file);
        if (!name.startsWith("build") && !name.startsWith(".orchestrate")) {
          Path copy = path.resolve(name.toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
  }

  /** The tasks that were run, sorted; all others are up to date. */
  private List<String> ran() throws Exception {
    Orchestrate.Result result = folder.run();
    assertThat(result.exitCode()).as(result.output()).isZero();
    var ran =
        StreamSupport.stream(folder.result().get("tasks").spliterator(), false)
            .filter(task -> !task.get("result").asString().equals("up to date"))
            .map((JsonNode task) -> task.get("name").asString())
            .collect(toCollection(TreeSet::new));
    return List.copyOf(ran);
  }

  private void change(String file, String from, String to) throws IOException {
    String text = folder.text(file);
    assertThat(text).contains(from);
    folder.file(file, text.replace(from, to));
  }

  @Test
  void doesOnlyWhatIsNeeded() throws Exception {
    assertThat(ran())
        .containsExactly("app", "count", "package", "show", "test-count", "test-text", "text");
    assertThat(folder.log("show.1.log")).content().startsWith("most frequent: ");

    Files.setLastModifiedTime(path.resolve("text/Words.java"), FileTime.fromMillis(0));
    assertThat(ran()).as("touched").isEmpty();

    change("text/Words.java", "The words of a text.", "Finds words.");
    assertThat(ran()).as("the same classes as before").containsExactly("text");

    String before = "return counts.getOrDefault(word, 0)";
    String after = "return counts.containsKey(word) ? counts.get(word) : 0";
    change("count/Counts.java", before, after);
    assertThat(ran())
        .as("what uses the module")
        .containsExactly("app", "count", "package", "show", "test-count");

    change("count/Counts.java", after, before);
    assertThat(ran())
        .as("an earlier state: what was made then is put back")
        .containsExactly("show", "test-count");
    Files.delete(path.resolve("build/words.jar"));
    assertThat(ran()).as("a deleted output").isEmpty();
    assertThat(path.resolve("build/words.jar")).exists();
  }
}
