package orchestrate.config.expression;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
  /** {@code item.X} is known later; a lone name is the text of that name, known at once. */
  private static final class Meaning implements ExpressionParser.Meaning {
    private final List<String> problems = new ArrayList<>();

    @Override
    public @Nullable Expression reference(List<String> words) {
      return switch (words.getFirst()) {
        case "item" ->
            words.size() == 1 ? new Expression.Item() : new Expression.Field(words.get(1));
        case "tasks" ->
            words.size() == 3
                ? new Expression.Result(words.get(1))
                : new Expression.Output(words.get(1), words.get(3));
        case "wrong" -> {
          problems.add("wrong");
          yield null;
        }
        default -> new Expression.Constant(new Value.Text(words.getFirst()));
      };
    }

    @Override
    public Expression question(Question question) {
      return new Expression.Asked(question);
    }

    @Override
    public void unknownFunction(String name) {
      problems.add("no function " + name);
    }

    @Override
    public void malformed(String reason) {
      problems.add(reason);
    }
  }

  private static final Names NAMES =
      new Names() {
        @Override
        public String item() {
          return "a b.csv";
        }

        @Override
        public String field(String name) {
          return "<" + name + ">";
        }

        @Override
        public Value output(String task, String key) {
          return new Value.Texts(List.of(task, key));
        }

        @Override
        public String result(String task) {
          return "result of " + task;
        }

        @Override
        public boolean answer(Question question) {
          return question == Question.FAILURE;
        }
      };

  private static Value value(String text) {
    var meaning = new Meaning();
    Expression expression = ExpressionParser.parse(text, meaning);
    assertThat(meaning.problems).isEmpty();
    return requireNonNull(expression).value(NAMES);
  }

  private static List<String> problems(String text) {
    var meaning = new Meaning();
    assertThat(ExpressionParser.parse(text, meaning)).isNull();
    return meaning.problems;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      textBlock =
          """
          'it''s' ; it's
          '' ; ~~
          -3.50 ; -3.50
          true && !false ; true
          false || true && false ; false
          failure() && !cancelled() ; true
          success() || always() ; false
          (false || true) && true ; true
          a == 'a' ; true
          10 > 9 ; true
          tasks.a.result ; result of a
          '10' == '10.0' ; true
          '10' == '10.0x' ; false
          'a' != 'b' ; true
          3 <= 3 ; true
          contains('abc', 'bc') ; true
          contains(split('a,b', ','), 'a,b') ; false
          contains(split('a,b', ','), 'b') ; true
          startsWith('abc', 'ab') ; true
          endsWith('abc', 'ab') ; false
          length('añ') ; 2
          length(split('', ',')) ; 0
          length(split('a,,b', ',')) ; 3
          lower('AB') ; ab
          upper('ab') ; AB
          trim('  x ') ; x
          replace('a.b.c', '.', '/') ; a/b/c
          join(split('a b', ' '), ', ') ; a, b
          first(split('a b', ' ')) ; a
          last(split('a b', ' ')) ; b
          default('', 'x') ; x
          default('y', 'x') ; y
          basename('/a/b.tar.gz') ; b.tar.gz
          dirname('/a/b') ; /a
          dirname('/a') ; /
          dirname('a') ; .
          stem('/a/b.tar.gz') ; b.tar
          stem('.hidden') ; .hidden
          extension('/a/b.tar.gz') ; gz
          extension('.hidden') ; ~~
          length(fromJSON('[1, "two", {}]')) ; 3
          toJSON(split('a b', ' ')) ; ["a","b"]
          item ; a b.csv
          stem(item) ; a b
          item.size ; <size>
          item['two words'] ; <two words>
          length(tasks.a.outputs.b) ; 2
          """)
  void meansThis(String text, String value) {
    assertThat(value(text).text()).isEqualTo(value);
  }

  @Test
  void whatIsKnownIsWorkedOutAtOnce() {
    Expression expression = ExpressionParser.parse("upper(a) == 'A'", new Meaning());

    assertThat(expression).isEqualTo(new Expression.Constant(Value.of(true)));
  }

  @Test
  void doesNotLookAtWhatDoesNotMatter() {
    assertThat(value("item == 'x' && item > 3").isTrue()).isFalse();
    assertThat(value("item != 'x' || item > 3").isTrue()).isTrue();
  }

  @Test
  void textsHaveNoOrder() {
    assertThatExceptionOfType(EvaluationException.class)
        .isThrownBy(() -> value("item > 3"))
        .withMessage("`a b.csv` and `3` are not both numbers: `>` compares numbers only");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      textBlock =
          """
          a == ; it ends where a value is expected
          (a ; it ends where `)` is expected
          a) ; unexpected `)`
          a = b ; write `==` to compare
          'a ; a text that is never closed: `'`
          a & b ; write `&&`
          a == b == c ; unexpected `==`
          lower() ; `lower` takes 1 value, not 0
          lowre(a) ; no function lowre
          a. ; a name is expected after `.`
          a[0] ; between `[` and `]` stands a name in quotes: `['name']`
          wrong && 'x' == 1 ; wrong
          a && true ; expected `true` or `false`, found `a`
          first(split('', ',')) ; `first` was given an empty list
          replace(a, '', b) ; `replace` was given nothing to look for
          """)
  void saysWhatIsWrong(String text, String problem) {
    assertThat(problems(text)).containsExactly(problem);
  }

  @Test
  void saysWhereJsonIsWrong() {
    assertThat(problems("fromJSON('[1,')"))
        .singleElement()
        .asString()
        .startsWith("this is not JSON: ");
  }

  @Test
  void aDeepNestIsNoStackOverflow() {
    assertThat(problems("(".repeat(100_000))).containsExactly("it is nested more than 50 deep");
    assertThat(problems("!".repeat(100_000))).containsExactly("it is nested more than 50 deep");
  }
}
