package orchestrate.pool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lambdas in their short form, as a worker reads them. */
class LambdasTest {
  private final Lambdas lambdas = lambdas("maxdepth=100");

  private static Lambdas lambdas(String filter) {
    return new Lambdas(
        new Values(
            LambdasTest.class.getClassLoader(), ObjectInputFilter.Config.createFilter(filter)));
  }

  private static byte[] message(Object lambda) throws IOException {
    var out =
        new Outgoing(
            () -> {
              throw new AssertionError("it is short");
            });
    assertThat(LambdaSite.write(lambda, out)).as("has the short form").isTrue();
    out.finish(0, 0, Kinds.LAMBDA);
    return out.copy();
  }

  private static Object read(Lambdas by, byte[] message) throws IOException {
    Incoming in = Incoming.of(message, message.length, Path.of("."));
    Object lambda = by.next(in);
    assertThat(in.available()).as("left of the message").isZero();
    return lambda;
  }

  @SuppressWarnings("unchecked")
  private <T> T sent(RemoteCallable<T> lambda) throws Exception {
    return ((RemoteCallable<T>) read(lambdas, message(lambda))).call();
  }

  private static RemoteCallable<String> concat(
      int i, long l, double d, boolean z, char c, String s, @Nullable Object nothing) {
    return () -> "" + i + l + d + z + c + s + nothing;
  }

  @Test
  void haveWhatTheyHaveCaptured() throws Exception {
    assertThat(sent(() -> "none")).isEqualTo("none");
    assertThat(sent(concat(1, 2, 3.5, true, 'x', "é", null))).isEqualTo("123.5truexénull");
    assertThat(sent(concat(4, 5, 6.5, false, 'y', "", 7))).isEqualTo("456.5falsey7");
    assertThat(sent("bound"::length)).isEqualTo(5);
    assertThat(this.<Object>sent(Object::new)).isNotNull();
    for (int i = 0; i < 3; i++) { // of one shape
      int number = i;
      String text = "s" + i;
      assertThat(sent(() -> text + number)).isEqualTo("s" + i + i);
    }
    ((RemoteRunnable) read(lambdas, message((RemoteRunnable) () -> {}))).run();
  }

  /** What one call does to what it was given, the next one doesn't see. */
  @Test
  @SuppressWarnings("ReferenceEquality") // whether it is the same is what is asked
  void shareWhatTheyShared() throws Exception {
    List<String> list = new ArrayList<>(List.of("a"));
    Object same = list;
    RemoteCallable<Integer> growing =
        () -> {
          list.add("b");
          return list == same ? list.size() : -1;
        };
    assertThat(sent(growing)).isEqualTo(2);
    assertThat(sent(growing)).isEqualTo(2);
    assertThat(list).hasSize(1);
  }

  @Test
  void areRefusedByTheFilterAsInJavasForm() throws Exception {
    byte[] message = message((RemoteCallable<Integer>) () -> 1);
    for (String pattern : List.of("!java.lang.invoke.*", "!orchestrate.pool.LambdasTest")) {
      Lambdas filtered = lambdas(pattern);
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> read(filtered, message))
            .isInstanceOf(TaskFormatException.class)
            .hasMessageContaining("refused by the filter");
      }
    }
    var captured = new java.util.BitSet();
    byte[] other = message((RemoteCallable<Integer>) () -> captured.size());
    assertThatThrownBy(() -> read(lambdas("!java.util.BitSet"), other))
        .hasMessageContaining("refused by the filter");
    assertThat(read(lambdas, other)).isNotNull();
  }

  /** As if the class had been compiled anew on one side only. */
  @Test
  void saySoIfTheClassHasNoSuchLambda() throws Exception {
    RemoteCallable<Integer> lambda = () -> 1;
    String message = new String(message(lambda), ISO_8859_1);
    assertThat(message).contains("lambda$saySoIf");
    byte[] stale = message.replace("lambda$saySoIf", "lambda$saidSo_").getBytes(ISO_8859_1);
    assertThatThrownBy(() -> read(lambdas, stale))
        .isInstanceOf(TaskFormatException.class)
        .hasMessage(
            "a lambda that was sent is not in orchestrate.pool.LambdasTest as the process that"
                + " reads it has that class; is one of them an old build?");
  }

  private record Task(int number) implements RemoteCallable<Integer> {
    @Override
    public Integer call() {
      return number;
    }
  }

  @Test
  void areNotAllThatCanBeSent() throws Exception {
    var out = new Outgoing(() -> Place.of(Path.of("."), "nobody"));
    assertThat(LambdaSite.write(new Task(1), out)).isFalse();
    assertThat(out.length()).isEqualTo(Outgoing.HEADER);
  }
}
