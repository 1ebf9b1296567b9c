package orchestrate.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionTest {
  private static final String JOB =
      """
      events: [go]
      barriers: { both: 2 }
      tasks:
        a: { run: x, tags: early }
        b: { run: x, needs: a, tags: [early, slow] }
        c: { run: x, needs: b }
        d: { run: x, sets: go }
        e: { run: x, waits-for: go, meets: both }
        f: { run: x, meets: both, tags: slow }
        g: { run: x, needs: a }
        h: { run: x, pipe-from: g }
      finally:
        tidy: { run: x }
      """;

  @TempDir Path folder;

  private List<String> leftOut(List<String> only, List<String> skip) throws Exception {
    Plan plan = Plans.of(folder, Plans.limits(4), JOB);
    return List.copyOf(new Selection(only, skip).leftOut(plan.job()).keySet());
  }

  @Test
  void takesAllUnlessToldOtherwise() throws Exception {
    assertThat(leftOut(List.of(), List.of())).isEmpty();
  }

  @Test
  void takesWhatTheWantedNeedWithThem() throws Exception {
    assertThat(leftOut(List.of("c"), List.of())).containsExactly("d", "e", "f", "g", "h");
    assertThat(leftOut(List.of("e"), List.of())).containsExactly("a", "b", "c", "g", "h");
    assertThat(leftOut(List.of("early"), List.of())).containsExactly("c", "d", "e", "f", "g", "h");
    assertThat(leftOut(List.of("h"), List.of())).containsExactly("b", "c", "d", "e", "f");
  }

  @Test
  void leavesOutByNameAndTagAlsoWhatIsNeeded() throws Exception {
    assertThat(leftOut(List.of("c"), List.of("slow", "tidy")))
        .containsExactly("b", "d", "e", "f", "g", "h", "tidy");
  }

  @Test
  void leavesOutAPipelineAsAWhole() throws Exception {
    Plan plan = Plans.of(folder, Plans.limits(4), JOB);
    assertThat(new Selection(List.of(), List.of("h")).leftOut(plan.job()))
        .isEqualTo(
            Map.of(
                "h", "left out by --skip",
                "g", "left out: in one pipeline with h, which is, too"));
  }

  @Test
  void leavesOutServicesThatNobodyUses() throws Exception {
    Plan plan =
        Plans.of(
            folder,
            Plans.limits(4),
            """
            tasks:
              db: { run: x, service: true }
              web: { run: x, service: true, needs: db }
              cache: { run: x, service: true }
              a: { run: x, needs: web }
              b: { run: x, needs: a }
              c: { run: x, needs: cache }
            """);
    var skipA = new Selection(List.of(), List.of("a"));
    assertThat(skipA.leftOut(plan.job())).containsOnlyKeys("a");
    var skipB = new Selection(List.of(), List.of("a", "b"));
    assertThat(skipB.leftOut(plan.job()))
        .containsOnlyKeys("a", "b", "db", "web")
        .containsEntry("db", "left out: no task that needs it is to be run");
    var onlyDb = new Selection(List.of("db", "c"), List.of());
    assertThat(onlyDb.leftOut(plan.job())).containsOnlyKeys("a", "b", "db", "web");
  }

  @Test
  void tellsWhatNobodyIsCalled() throws Exception {
    Plan plan = Plans.of(folder, Plans.limits(4), JOB);
    assertThat(new Selection(List.of("a", "slo"), List.of("early", "x")).unknown(plan.job()))
        .containsExactly("slo", "x");
  }
}
