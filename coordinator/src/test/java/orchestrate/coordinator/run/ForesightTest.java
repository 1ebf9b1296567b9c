package orchestrate.coordinator.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orchestrate.coordinator.files.JobFiles;
import orchestrate.coordinator.fresh.Inspector;
import orchestrate.coordinator.fresh.Reasons;
import orchestrate.coordinator.plan.Plan;
import orchestrate.coordinator.plan.PlannedTask;
import orchestrate.coordinator.plan.Plans;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForesightTest {
  private static final String CHAIN =
      """
      tasks:
        gen: { run: gen, inputs: src, outputs: made }
        use: { needs: gen, run: "use ${{ tasks.gen.outputs.n }}", inputs: made }
        always: { needs: gen, run: x }
        after: { needs: [use, always], run: y, inputs: [] }
        fan: { for-each: { list: [a, b, c] }, run: "f ${{ item }}", inputs: "x.${{ item }}" }
      """;

  @TempDir Path folder;

  @BeforeEach
  void setUp() throws IOException {
    for (String name : List.of("src", "made", "x.a", "x.b", "x.c")) {
      write(name, name);
    }
    Files.createDirectories(folder.resolve(".orchestrate"));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Plan plan(String yaml) throws Exception {
    return Plans.of(folder, 2, yaml);
  }

  /** What would be done with each task, in the order of the job file. */
  private List<@Nullable Prospect> prospects(Plan plan) {
    var foresight = new Foresight(plan);
    var prospects = new ArrayList<@Nullable Prospect>();
    plan.tasks().forEach(task -> prospects.add(foresight.of(task, task.spec().needed())));
    return prospects;
  }

  /** As a run would remember it. */
  private void succeed(Plan plan, int number, long instance, String run) throws Exception {
    PlannedTask task = plan.task(number);
    var outputs = new OutputValues(plan);
    outputs.put(plan.task(0), 0, Map.of("n", "5"));
    Items items =
        task.spec().forEach() == null
            ? null
            : Items.of(task.spec().forEach(), new InstanceNames(outputs, null, -1), folder);
    var names = new InstanceNames(outputs, items, instance);
    String item = items == null ? null : items.get(instance);
    var work =
        Works.of(
            plan.job(), task, new Assignments().of(task, instance, 1, item, names).run(), names);
    var inspector = new Inspector(run, new JobFiles(folder), RunFolder.cacheOf(folder));
    inspector.succeeded(inspector.begin(work), number == 0 ? Map.of("n", "5") : Map.of());
  }

  @Test
  void whatIsNewWouldRunAndWhatComesAfterItIsUnknown() throws Exception {
    assertThat(prospects(plan(CHAIN)))
        .containsExactly(
            new Prospect.Due(Reasons.NEVER_SUCCEEDED, null),
            new Prospect.Unknown(List.of("gen")),
            null,
            new Prospect.Unknown(List.of("use", "always")),
            new Prospect.PartlyDue(3, 0, 3, "fan[0]", Reasons.NEVER_SUCCEEDED));
  }

  @Test
  void whatIsDoneIsUpToDateSinceTheRunThatHasDoneIt() throws Exception {
    Plan plan = plan(CHAIN);
    succeed(plan, 0, 0, "run 1");
    succeed(plan, 1, 0, "run 2");
    succeed(plan, 4, 0, "run 1");
    succeed(plan, 4, 2, "run 3");
    Files.setLastModifiedTime(folder.resolve("src"), FileTime.fromMillis(1));

    assertThat(prospects(plan))
        .containsExactly(
            new Prospect.UpToDate("run 1"),
            new Prospect.UpToDate("run 2"),
            null,
            new Prospect.Unknown(List.of("always")),
            new Prospect.PartlyDue(1, 0, 3, "fan[1]", Reasons.NEVER_SUCCEEDED));
    succeed(plan, 4, 1, "run 2");
    assertThat(prospects(plan).getLast()).isEqualTo(new Prospect.UpToDate("run 3"));

    write("src", "changed");
    Files.delete(folder.resolve("x.b"));

    assertThat(prospects(plan))
        .startsWith(
            new Prospect.Due(Reasons.of("src changed"), "run 1"),
            new Prospect.Unknown(List.of("gen")))
        .last()
        .isInstanceOfSatisfying(
            Prospect.Fails.class, fails -> assertThat(fails.reason()).contains("x.b is not there"));
  }

  @Test
  void whatIsKeptWouldBePutBack() throws Exception {
    Plan plan = plan("tasks: { gen: { run: gen, inputs: src, outputs: made, cache: true } }");
    succeed(plan, 0, 0, "run 1");
    Files.delete(folder.resolve("made"));

    assertThat(prospects(plan))
        .containsExactly(new Prospect.PutBack(Reasons.of("its output made is gone")));
    assertThat(folder.resolve("made")).doesNotExist();
  }

  @Test
  void whatIsLeftOutIsNotInTheWay() throws Exception {
    Plan plan =
        plan(
            "tasks: { a: { run: a }, b: { run: b, needs: a }, c: { run: c, needs: b, inputs: src }"
                + " }");
    var foresight = new Foresight(plan);
    PlannedTask b = plan.task(1);
    var leftOut = new PlannedTask(1, b.spec(), b.needs(), b.launch(), "left out by --skip");

    assertThat(foresight.of(plan.task(0), List.of())).isNull();
    assertThat(foresight.of(leftOut, List.of("a"))).isNull();
    assertThat(requireNonNull(foresight.of(plan.task(2), List.of("b"))))
        .isEqualTo(new Prospect.Unknown(List.of("a")));
  }

  @Test
  void tooManyItemsAreNotLookedAt() throws Exception {
    Plan plan = plan("tasks: { a: { run: a, inputs: src, for-each: { range: [1, 1000000000] } } }");

    assertThat(prospects(plan)).containsExactly(new Prospect.TooMany(1_000_000_000L));
  }
}
