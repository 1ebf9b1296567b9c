package orchestrate.coordinator.preview;

import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records as JSON that a person can read, too. */
public final class JsonText {
  private JsonText() {}

  /** What is null is left out. */
  public static String of(Object value) {
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .changeDefaultPropertyInclusion(
                inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build()
            .writeValueAsString(value)
        + "\n";
  }
}
