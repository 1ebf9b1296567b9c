package orchestrate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/from-python.md says instead of a Python call is there. */
class FromPythonTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern JAVA_NAME = Pattern.compile("[A-Z]\\w*(\\.\\w+)*");
  private static final List<String> PACKAGES =
      List.of(
          "java.lang",
          "java.net",
          "java.net.http",
          "java.nio.channels",
          "java.time",
          "java.util.concurrent",
          "java.util.concurrent.locks",
          "java.util.stream",
          "orchestrate.durable",
          "orchestrate.ipc.array",
          "orchestrate.ipc.channel",
          "orchestrate.ipc.queue",
          "orchestrate.ipc.session",
          "orchestrate.ipc.sync",
          "orchestrate.pool");

  /** A line of a table: what is there, ours, the keys of the job file, and what is different. */
  private record Row(String python, String here, String jobFile, String difference) {
    static Optional<Row> of(String line) {
      String[] cells = line.split(" *\\| *", -1);
      return line.startsWith("| ")
          ? Optional.of(new Row(cells[1], cells[2], cells[3], cells[4]))
          : Optional.empty();
    }
  }

  @Test
  void theClassesAndMethodsAreThere() throws IOException {
    List<String> names =
        rows()
            .flatMap(row -> Stream.of(row.here(), row.difference()))
            .flatMap(FromPythonTest::code)
            .filter(code -> JAVA_NAME.matcher(code).matches())
            .distinct()
            .toList();
    assertThat(names).hasSizeGreaterThan(100);
    assertThat(names).filteredOn(name -> !exists(name)).isEmpty();
  }

  /** A key stands alone, or with its value: {@code order: lifo}. */
  @Test
  void theKeysAreThere(@TempDir Path folder) throws Exception {
    String schema = Orchestrate.run(folder, "schema").output();
    List<String> words =
        rows()
            .flatMap(row -> code(row.jobFile()))
            .flatMap(code -> Stream.of(code.split(": ")))
            .distinct()
            .toList();
    assertThat(words).hasSizeGreaterThan(20);
    assertThat(words).filteredOn(word -> !schema.contains('"' + word + '"')).isEmpty();
  }

  private static Stream<Row> rows() throws IOException {
    return Files.readAllLines(Orchestrate.projectFile("docs/from-python.md")).stream()
        .map(Row::of)
        .flatMap(Optional::stream);
  }

  private static Stream<String> code(String cell) {
    return CODE.matcher(cell).results().map((MatchResult match) -> match.group(1));
  }

  /** Whether it is a class, or a public method of one: {@code Thread}, {@code Thread.join}. */
  private static boolean exists(String name) {
    int dot = name.lastIndexOf('.');
    return find(name).isPresent()
        || (dot > 0
            && find(name.substring(0, dot))
                .filter(type -> hasMethod(type, name.substring(dot + 1)))
                .isPresent());
  }

  private static boolean hasMethod(Class<?> type, String name) {
    return Arrays.stream(type.getMethods()).map(Method::getName).anyMatch(name::equals);
  }

  private static Optional<Class<?>> find(String name) {
    List<Class<?>> found = new ArrayList<>();
    for (String place : PACKAGES) {
      try {
        found.add(
            Class.forName(
                place + "." + name.replace('.', '$'),
                false,
                FromPythonTest.class.getClassLoader()));
      } catch (ClassNotFoundException notInThisPackage) {
        // Then it is in another, or there is none.
      }
    }
    return found.stream().findFirst();
  }
}
