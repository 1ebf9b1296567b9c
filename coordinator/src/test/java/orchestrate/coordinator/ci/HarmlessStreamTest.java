package orchestrate.coordinator.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HarmlessStreamTest {
  private static CommandSigns signs(CiSystem system) {
    return system.commands(Map.of()).signs();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GITHUB   | ::error::x                   | : :error::x
          GITHUB   | '   ::add-mask::x'           | '   : :add-mask::x'
          GITHUB   | name: ::error::x             | name: ::error::x
          GITHUB   | std::vector                  | std::vector
          GITHUB   | a ##[error]b                 | a ## [error]b
          GITHUB   | ###[stop-commands]x          | ### [stop-commands]x
          GITHUB   | ## Title, #[derive], ##vso[  | ## Title, #[derive], ##vso[
          AZURE    | a ##vso[task.complete]b      | a ## vso[task.complete]b
          AZURE    | ##VSO[task.complete]         | ## VSO[task.complete]
          AZURE    | ##[error]b ::error::         | ## [error]b ::error::
          TEAMCITY | x ##teamcity[buildStatus]    | x ## teamcity[buildStatus]
          TEAMCITY | ##[error] ::error::          | ##[error] ::error::
          """,
      quoteCharacter = '\'')
  void partsWhatWouldBeACommand(CiSystem system, String text, String shown) {
    assertThat(HarmlessStream.text(text, signs(system))).isEqualTo(shown);
  }

  /** Those who compare texts by the rules of a language don't see them. */
  @Test
  void whatOthersIgnoreHidesNothing() {
    assertThat(HarmlessStream.text("#\u034f#\ufe0f[error]", signs(CiSystem.GITHUB)))
        .isEqualTo("#\u034f#\ufe0f [error]");
    assertThat(HarmlessStream.text("\u3000:\u034f:error::", signs(CiSystem.GITHUB)))
        .isEqualTo("\u3000:\u034f :error::");
    assertThat(HarmlessStream.text("##\u200bv\u034fso[", signs(CiSystem.AZURE)))
        .isEqualTo("##\u200b v\u034fso[");
  }

  @ParameterizedTest
  @EnumSource
  void noTextInWhateverPiecesIsACommandAndOnlySpacesAreAdded(CiSystem system) throws IOException {
    Pattern command =
        Pattern.compile(
            switch (system) {
              case NONE, JENKINS, GITLAB -> "(?!)";
              case GITHUB -> "##\\[|(?m)^ *::";
              case TEAMCITY -> "(?i)##teamcity\\[";
              case AZURE -> "(?i)##vso|##\\[";
            });
    var random = new Random(1);
    String[] parts = {"#", "##", ":", "::", "[", "vso[", "teamcity[", " ", "\n", "é", "x"};
    for (int round = 0; round < 2000; round++) {
      var text = new StringBuilder();
      var pieces = new ByteArrayOutputStream();
      var stream = new HarmlessStream(pieces, signs(system));
      for (int i = random.nextInt(30); i > 0; i--) {
        String part = parts[random.nextInt(parts.length)];
        text.append(part);
        stream.write(part.getBytes(UTF_8));
      }
      String shown = pieces.toString(UTF_8);
      assertThat(command.matcher(shown).find()).as(shown).isFalse();
      assertThat(shown).isEqualTo(HarmlessStream.text(text.toString(), signs(system)));
      assertThat(shown.replace(" ", "")).isEqualTo(text.toString().replace(" ", ""));
    }
  }
}
