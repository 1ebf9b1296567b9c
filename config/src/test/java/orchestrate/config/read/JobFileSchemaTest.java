package orchestrate.config.read;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whether it accepts what the reader accepts is tested with a validator, in system-tests. */
class JobFileSchemaTest {
  /** Every place with fixed keys is in the schema, with these keys and no others. */
  @Test
  void hasTheKeysThatTheReaderKnows() {
    Set<Set<String>> known =
        Arrays.stream(Vocabulary.values()).map(Vocabulary::known).collect(toSet());
    assertThat(closedMappings(JobFileSchema.tree())).isEqualTo(known);
  }

  @Test
  void refusesToBeMadeOfOtherKeys() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Schema.object(Vocabulary.SEMAPHORE, Map.of()))
        .withMessageContaining("permits");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Schema.object(
                    Vocabulary.SEMAPHORE, Map.of("permits", Shapes.text(), "more", Shapes.text())))
        .withMessageContaining("more");
  }

  /** A reader who looks a key up finds it. */
  @Test
  void hasKeysThatTheManualExplains() throws IOException {
    String manual =
        Files.readString(Path.of("../docs/job-file.md"))
            + Files.readString(Path.of("../docs/machine.md"));
    for (Vocabulary place : Vocabulary.values()) {
      assertThat(place.known())
          .allSatisfy(key -> assertThat(manual).containsPattern("\\b" + key + "\\b"));
    }
  }

  /** The keys of all mappings that take no others. */
  private static Set<Set<String>> closedMappings(Object schema) {
    var found = new HashSet<Set<String>>();
    switch (schema) {
      case Map<?, ?> map -> {
        if (Boolean.FALSE.equals(map.get("additionalProperties"))
            && map.get("properties") instanceof Map<?, ?> properties) {
          found.add(properties.keySet().stream().map(Object::toString).collect(toSet()));
        }
        map.values().forEach(value -> found.addAll(closedMappings(value)));
      }
      case Collection<?> list -> list.forEach(value -> found.addAll(closedMappings(value)));
      default -> {}
    }
    return found;
  }
}
