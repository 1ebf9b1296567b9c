package orchestrate.config.expression;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          item                                   ; item
          item.size                              ; item.size
          tasks.a.outputs.b                      ; tasks.a.outputs.b
          upper( item )                          ; upper(item)
          split(item,',')                        ; split(item, ',')
          item == 'it''s'                        ; item == 'it''s'
          !(item == '1' && item.b != '2')        ; !((item == '1') && (item.b != '2'))
          item.a < 3 || contains(item.b, 'x')    ; (item.a < '3') || contains(item.b, 'x')
          contains(fromJSON('["a","b"]'), item)  ; contains(fromJSON('["a","b"]'), item)
          1 == 1 && item == 'a'                  ; 'true' && (item == 'a')
          """)
  void isReadAsTheSame(String expression, String written) {
    assertThat(Written.of(parse(expression))).isEqualTo(written);
    assertThat(parse(written)).isEqualTo(parse(expression));
  }

  private static Expression parse(String text) {
    return requireNonNull(
        ExpressionParser.parse(
            text,
            new ExpressionParser.Meaning() {
              @Override
              public Expression reference(List<String> words) {
                return switch (words.size()) {
                  case 1 -> new Expression.Item();
                  case 2 -> new Expression.Field(words.get(1));
                  default -> new Expression.Output(words.get(1), words.get(3));
                };
              }

              @Override
              public Expression question(Question question) {
                return new Expression.Asked(question);
              }

              @Override
              public void unknownFunction(String name) {
                throw new AssertionError(name);
              }

              @Override
              public void malformed(String reason) {
                throw new AssertionError(reason);
              }
            }));
  }
}
