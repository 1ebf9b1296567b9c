package orchestrate.config.read;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What can be wrong with a job file is in docs/errors.md, all of it. {@code
 * -Dorchestrate.rewrite=true} writes that page anew.
 */
class CatalogueTest {
  private static final Path PAGE = Path.of("../docs/errors.md");
  private static final Path SOURCES = Path.of("src/main/java/orchestrate/config");

  /** Sources whose sentences come from elsewhere than a job file, and have tests of their own. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "SourceLoader.java", // the file itself can't be read
          "ParamsFile.java", // --params-file
          "Json.java"); // what a task has written

  /** Sources with sentences that are no problems. */
  private static final Set<String> NO_PROBLEMS =
      Set.of(
          "FanOutSchema.java",
          "JobFileSchema.java",
          "KeyHints.java", // a table, of which one row is as good as another
          "Schema.java",
          "Shapes.java",
          "SyntaxError.java", // knows what the parser says by its words
          "TaskSchema.java",
          "Vocabulary.java");

  /** Sentences that no job file alone brings about. */
  private static final Set<String> NOT_HERE =
      Set.of(
          "files include each other more than %d deep", // in IncludeTest, as the next two
          "more than %d files are included",
          "the files that are included have more than %d MB together",
          " is larger than 1 MB: that is no file of variables",
          "can't read the variables in ",
          "can't read the secret in ",
          "a path", // any text is one
          "a single value"); // told by its text

  private static final Pattern PLACEHOLDER = Pattern.compile("%[\\d.+]*[a-zA-Z]");
  private static final Pattern SENTENCE =
      Pattern.compile("(?s)(?=.*\\p{L}{2}).*\\S.* .*|(?=.*\\p{L}{2}).* .*\\S.*");

  @Test
  void isThePage() throws IOException {
    String page = Catalogue.of(ProblemCase.all());
    if (Boolean.getBoolean("orchestrate.rewrite")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("-Dorchestrate.rewrite=true writes it").hasContent(page);
  }

  /** So that no problem is added without a case: whatever the reader can say is said in one. */
  @Test
  void hasAllThatTheReaderSays() throws IOException {
    String said = ProblemCase.all().stream().map(ProblemCase::expected).collect(joining("\n"));
    List<String> unsaid = new ArrayList<>();
    for (String part : List.of("read", "yaml", "expression")) {
      for (Path source : Literals.sources(SOURCES.resolve(part))) {
        String name = source.getFileName().toString();
        if (!ELSEWHERE.contains(name) && !NO_PROBLEMS.contains(name)) {
          Literals.in(source).stream()
              .filter(text -> SENTENCE.matcher(text).matches() && !NOT_HERE.contains(text))
              .filter(text -> !pattern(text).matcher(said).find())
              .forEach(text -> unsaid.add(name + ": " + text));
        }
      }
    }
    assertThat(unsaid).as("a case in %s must make the reader say it", ProblemCase.FOLDER).isEmpty();
  }

  /** It stands for any text that comes of it when its placeholders are filled. */
  private static Pattern pattern(String literal) {
    return Pattern.compile(
        Arrays.stream(PLACEHOLDER.split(literal, -1)).map(Pattern::quote).collect(joining(".*")));
  }
}
