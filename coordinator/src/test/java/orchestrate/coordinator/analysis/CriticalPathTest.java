package orchestrate.coordinator.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import orchestrate.coordinator.analysis.CriticalPath.Span;
import orchestrate.coordinator.analysis.CriticalPath.Step;
import org.junit.jupiter.api.Test;

class CriticalPathTest {
  private static Span span(long start, long end) {
    return new Span(start, end, end);
  }

  @Test
  void goesBackByThoseThatWereThereLast() {
    var spans = List.of(span(1, 10), span(0, 20), span(25, 30), span(12, 18));
    List<List<Integer>> needs = List.of(List.of(), List.of(), List.of(0, 1), List.of(0));

    assertThat(CriticalPath.of(spans, needs))
        .containsExactly(new Step(1, 0, 0, 20), new Step(2, 5, 25, 30));
  }

  @Test
  void whoDidNotRunIsSteppedOver() {
    var spans = List.of(span(2, 10), Span.NONE, span(11, 15));
    List<List<Integer>> needs = List.of(List.of(), List.of(0), List.of(1));

    assertThat(CriticalPath.of(spans, needs))
        .containsExactly(new Step(0, 2, 2, 10), new Step(2, 1, 11, 15));
  }

  @Test
  void ofAServiceItIsTheTimeUntilItCouldBeUsed() {
    var spans = List.of(new Span(0, 100, 30), span(32, 101));
    List<List<Integer>> needs = List.of(List.of(), List.of(0));

    assertThat(CriticalPath.of(spans, needs))
        .containsExactly(new Step(0, 0, 0, 30), new Step(1, 2, 32, 101));
  }

  @Test
  void ofNothingIsNothing() {
    assertThat(CriticalPath.of(List.of(Span.NONE), List.of(List.of()))).isEmpty();
    assertThat(CriticalPath.of(List.of(), List.of())).isEmpty();
  }
}
